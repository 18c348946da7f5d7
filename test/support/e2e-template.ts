import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp } from '#scripts/build.ts';
import {
  beginCapture,
  beginInvestigation,
  flag,
  goToReview,
  keepCapture,
  open,
} from '#scripts/demo/investigate.ts';
import { setUp } from '#scripts/demo/set-up.ts';
import { signIn } from '#scripts/demo/sign-in.ts';
import { startSite } from '#scripts/demo-site/server.ts';
import { start } from '#test/chromium-host/driver.ts';
import { QuietHands } from './e2e.ts';
import { layoutRoutes } from './site/layout.ts';
import { withVault } from './e2e-vault.ts';

/** A vault to copy: made once on this machine for these sources, through the screens. */
export interface Template {
  /** Folder to copy as `userData`. */
  readonly home: string;
  /** Person's id by initials. */
  readonly ids: Readonly<Record<string, string>>;
  /** Words of each custodian's recovery sheet by name. */
  readonly sheets: Readonly<Record<string, readonly string[]>>;
  /** The investigation in it; null where nobody has signed in yet. */
  readonly investigationId: string | null;
  readonly reference: string | null;
  readonly exhibitRef: string | null;
}

/** What is made. */
export interface Templates {
  /** Set up, nobody signed in yet. */
  readonly ready: Template;
  /** One investigation with one exhibit, its sitting paused by closing the app. */
  readonly exhibit: Template;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What decides what lies in a vault; how the screens lead there does not. */
const SOURCES = [
  ...['core', 'crypto', 'ledger', 'store', 'vault', 'investigation', 'exhibit', 'capture'].map(
    (name) => `src/${name}`,
  ),
  ...['electron/os-key-store.ts', 'scripts/demo', 'package-lock.json'],
];
const MAKING_MS = 400_000;
const OLD_MS = 24 * 60 * 60 * 1000;

/** Longest that {@link templates} may take, for a `beforeAll`. */
export const TEMPLATE_MS = MAKING_MS + 30_000;

/**
 * The vaults that end-to-end tests start from. Made by whoever asks first; test files that run at the same time wait
 * for it.
 * @throws {Error} it could not be made; the next who asks tries again
 */
export async function templates(): Promise<Templates> {
  const base = path.join(os.tmpdir(), `countersign-e2e-template-${digestOfSources()}`);
  const about = path.join(base, 'about.json');
  const lock = `${base}.making`;
  const end = Date.now() + MAKING_MS;
  await buildApp();
  while (!existsSync(about)) {
    if (!take(lock)) {
      if (Date.now() > end) throw new Error('the vault to copy was not made in time');
      await new Promise((resolve) => setTimeout(resolve, 250));
      continue;
    }
    try {
      removeOld();
      if (!existsSync(about)) await make(base);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return JSON.parse(readFileSync(about, 'utf8')) as Templates;
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  const add = (file: string): void => {
    if (statSync(file).isDirectory()) {
      for (const name of readdirSync(file).toSorted()) add(path.join(file, name));
      return;
    }
    hash.update(`${path.relative(root, file)}\n`).update(readFileSync(file));
  };
  for (const source of SOURCES) add(path.join(root, source));
  return hash.digest('hex').slice(0, 16);
}

/** @returns whether it is ours now; one left by a process that has ended is cleared away */
function take(lock: string): boolean {
  try {
    mkdirSync(lock);
    writeFileSync(path.join(lock, 'pid'), String(process.pid));
    return true;
  } catch {
    try {
      process.kill(Number(readFileSync(path.join(lock, 'pid'), 'utf8')), 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH')
        rmSync(lock, { recursive: true, force: true });
    }
    return false;
  }
}

function removeOld(): void {
  for (const name of readdirSync(os.tmpdir())) {
    if (!name.startsWith('countersign-e2e-')) continue;
    const file = path.join(os.tmpdir(), name);
    try {
      if (Date.now() - statSync(file).mtimeMs > OLD_MS)
        rmSync(file, { recursive: true, force: true });
    } catch {
      // Somebody else removed it just now.
    }
  }
}

async function make(base: string): Promise<void> {
  const making = mkdtempSync(path.join(os.tmpdir(), 'countersign-e2e-making-'));
  const home = path.join(making, 'home');
  mkdirSync(home);
  const site = await startSite(layoutRoutes);
  const size = { width: 1440, height: 900 };
  let driver = await start({ userDataDir: home, size, startMs: 120_000 });
  try {
    let hands = new QuietHands(driver);
    const sheets = Object.fromEntries(await setUp(hands));
    await driver.stop();
    cpSync(home, path.join(making, 'ready'), { recursive: true });
    const ids = await withVault(home, ({ vault }) =>
      Object.fromEntries(vault.people().map(({ initials, personId }) => [initials, personId])),
    );
    driver = await start({ userDataDir: home, size, startMs: 120_000 });
    hands = new QuietHands(driver);
    await signIn(hands, null);
    const about = {
      title: 'A thread about the pond',
      reason: 'A thread was reported; nobody has looked at it yet.',
      scope: 'The thread and where it leads.',
    };
    const { investigationId, reference } = await beginInvestigation(hands, about, false);
    await goToReview(hands);
    await open(hands, `${site.origin}/plain`);
    await flag(hands, 'It names a pupil.');
    await beginCapture(hands, null);
    const exhibitRef = await keepCapture(hands, null);
    await driver.stop();
    cpSync(home, path.join(making, 'exhibit'), { recursive: true });
    const of = (name: string): string => path.join(base, name);
    const nothing = { investigationId: null, reference: null, exhibitRef: null };
    const made: Templates = {
      ready: { home: of('ready'), ids, sheets, ...nothing },
      exhibit: { home: of('exhibit'), ids, sheets, investigationId, reference, exhibitRef },
    };
    rmSync(home, { recursive: true });
    writeFileSync(path.join(making, 'about.json'), JSON.stringify(made));
    rmSync(base, { recursive: true, force: true });
    renameSync(making, base);
  } finally {
    driver.kill();
    await site.close();
    rmSync(making, { recursive: true, force: true });
  }
}
