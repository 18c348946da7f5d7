import { setUpVault, idsAsText } from './main-job-app.ts';
const app = await setUpVault();
console.log(app.ports.vaultPath);
console.log(idsAsText(app.ids));
await app.ports.realWorker.close();
