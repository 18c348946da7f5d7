import * as electron from 'electron';
import { contractCases } from './contract/cases.ts';
import { ContractKit } from './contract/kit.ts';
import type { ContractAdapter } from './contract/kit.ts';

/**
 * Main file for a run of the contract on Electron itself: prints TAP and ends with the number of
 * failures as exit code. Cases that need the host's composed picture are skipped there.
 */
const adapter: ContractAdapter = { electron, picture: null };
const DEADLINE_MS = 60_000;

electron.app.enableSandbox();
electron.app.disableHardwareAcceleration();
electron.protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
electron.app.on('window-all-closed', () => {
  // Cases open and close windows of their own.
});

await electron.app.whenReady();
console.log(`TAP version 13\n1..${String(contractCases.length)}`);
let failures = 0;
for (const [index, one] of contractCases.entries()) {
  const title = `${String(index + 1)} - ${one.name}`;
  if (one.needsPicture === true) {
    console.log(`ok ${title} # SKIP needs the host's composed picture`);
    continue;
  }
  const kit = new ContractKit(adapter);
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('no end in time'));
      }, DEADLINE_MS);
    });
    await Promise.race([one.run(kit), late]);
    console.log(`ok ${title}`);
  } catch (error) {
    failures += 1;
    console.log(
      `not ok ${title}\n  ---\n  ${String(error instanceof Error ? error.stack : error).replaceAll('\n', '\n  ')}\n  ...`,
    );
  } finally {
    clearTimeout(timer);
    kit.end();
  }
}
electron.app.exit(Math.min(failures, 100));
