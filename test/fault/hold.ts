import { openStore } from '#src/store/store.ts';

// Holds the vault named as its argument until it is killed.
const [, , path = ''] = process.argv;
openStore(path, { holder: `holder script, process ${process.pid}` });
process.stdout.write('held\n');
setInterval(() => undefined, 1_000);
