import { templates } from '/work/main/test/support/e2e-template.ts';
const t = performance.now();
console.log(JSON.stringify(await templates()).slice(0, 300), performance.now() - t);
process.exit(0);
