import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from '#test/chromium-host/driver.ts';
import { buildApp } from './build.ts';
import { startChatterly } from './demo-site/chatterly.ts';
import { Hands } from './demo/hands.ts';
import { writeOutputs } from './demo/outputs.ts';
import { setUp } from './demo/set-up.ts';
import { signIn } from './demo/sign-in.ts';
import { firstInvestigation, stoppedInvestigation } from './demo/story.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = path.join(root, 'demo-out');
const startedMs = performance.now();

function say(line: string): void {
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1).padStart(6);
  console.log(`${seconds} s  ${line}`);
}

/** Run the command line on what the demo left; its exit code must be 0. */
function check(command: 'verify' | 'fsck', file: string): void {
  const script = path.join(root, 'src', 'cli', 'main.ts');
  const run = spawnSync(process.execPath, [script, command, file], { encoding: 'utf8' });
  const [headline = ''] = run.stdout.split('\n');
  say(`countersign ${command} ${path.basename(file)}: ${headline}`);
  if (run.status !== 0)
    throw new Error(
      `countersign ${command} ended with ${String(run.status)}\n${run.stdout}${run.stderr}`,
    );
}

/** The pack is saved under its own name; the demo's promise is `pack.zip`. */
function namePack(): string {
  const saved = readdirSync(out).find((name) => name.endsWith('.zip'));
  if (saved === undefined) throw new Error('no pack was saved');
  const pack = path.join(out, 'pack.zip');
  renameSync(path.join(out, saved), pack);
  return pack;
}

async function main(): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(path.join(out, 'screens'), { recursive: true });
  const home = mkdtempSync(path.join(os.tmpdir(), 'countersign-demo-'));
  await buildApp();
  const site = await startChatterly();
  say(`The fictional site is served at ${site.origin}`);
  const driver = await start({ userDataDir: home, size: { width: 1440, height: 900 } });
  say('Countersign runs, headless, on the Chromium host');
  try {
    const hands = new Hands(driver, path.join(out, 'screens'), say);
    await setUp(hands);
    await signIn(hands, null);
    const first = await firstInvestigation(hands, site.origin, out);
    const stopped = await stoppedInvestigation(hands, site.origin);
    const view = await hands.view();
    await driver.stop();
    const vault = path.join(out, 'vault');
    cpSync(path.join(home, 'vault'), vault, { recursive: true });
    const pack = namePack();
    await writeOutputs({
      out,
      pack,
      first,
      stopped,
      view,
      milliseconds: performance.now() - startedMs,
    });
    check('verify', pack);
    check('fsck', vault);
    say(`Done. Everything lies in ${path.relative(process.cwd(), out) || '.'}`);
  } catch (error) {
    await driver.screenshot(path.join(out, 'failed.png')).catch(() => undefined);
    throw error;
  } finally {
    driver.kill();
    await site.close();
    if (existsSync(home)) rmSync(home, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(error);
  // Nothing that is still open may keep a failed run alive.
  process.exit(1);
}
