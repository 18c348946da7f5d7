import { atFolder, idsOf } from './main-job-app.ts';
import { mainJob } from './main-job.ts';

// The process that owns the store, without a browser: does the main job until it is killed, and says on
// its standard output what it is about to do and what has been acknowledged.
const [, , vaultPath = '', ids = ''] = process.argv;

const { app, store } = await atFolder(vaultPath, idsOf(ids));
await mainJob(app, store(), (line) => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
});
await app.countersign.close();
await app.ports.realWorker.close();
