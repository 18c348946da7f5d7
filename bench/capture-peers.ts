import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBands } from '#scripts/demo-site/bands.ts';
import { FEED_HEIGHT_CSS, FEED_POSTS } from '#scripts/demo-site/chatterly.ts';
import type { Site } from '#scripts/demo-site/server.ts';
import { decodePng } from '#src/capture/pixels.ts';
import {
  problemOfPictures,
  RULER_COLUMN,
  WIDTH_CSS,
  type Attempt,
  type Place,
} from './capture-once.ts';
import { watchGroups } from './memory.ts';

const PEER_DEADLINE_MS = 120_000;
const SINGLE_FILE_PROGRAM = fileURLToPath(
  import.meta.resolve('single-file-cli/single-file-node.js'),
);
const QUIET_FLAGS = [
  ...['--disable-gpu', '--no-first-run', '--disable-extensions'],
  ...['--disable-dev-shm-usage', '--disable-background-networking'],
];
const ROOT_FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** A tool that somebody else makes: what is run, and what is wrong with the file it wrote. */
interface Peer {
  /** What the file is called. */
  readonly file: string;
  command(place: Place, profile: string, out: string): readonly [string, readonly string[]];
  problemOf(out: string, site: Site): Promise<string | null> | string | null;
}

const CHROMIUM: Peer = {
  file: 'page.png',
  command: ({ browserPath, site }, profile, out) => [
    browserPath,
    [...flagsFor(profile, out), `${site.origin}/`],
  ],
  problemOf: problemOfPicture,
};

const SINGLE_FILE: Peer = {
  file: 'page.html',
  command: ({ browserPath, site }, profile, out) => {
    const flags = [...QUIET_FLAGS, ...ROOT_FLAGS, `--user-data-dir=${profile}`];
    const options = [`--browser-executable-path=${browserPath}`, `--browser-width=${WIDTH_CSS}`];
    const args = [`--browser-args=${JSON.stringify(flags)}`, ...options, `${site.origin}/`, out];
    return [process.execPath, [SINGLE_FILE_PROGRAM, ...args]];
  },
  problemOf: problemOfSingleFile,
};

/** One command, one picture: a window as tall as the page. */
export async function captureByChromium(place: Place, watch: boolean): Promise<Attempt> {
  return await captureByPeer(CHROMIUM, place, watch);
}

/** One command, one HTML file with every picture in it. */
export async function captureBySingleFile(place: Place, watch: boolean): Promise<Attempt> {
  return await captureByPeer(SINGLE_FILE, place, watch);
}

async function captureByPeer(peer: Peer, place: Place, watch: boolean): Promise<Attempt> {
  const { folder, site } = place;
  site.clearLog();
  const profile = mkdtempSync(path.join(folder, 'profile-'));
  const out = path.join(profile, peer.file);
  const [program, args] = peer.command(place, profile, out);
  const startedMs = performance.now();
  const child = spawn(program, args, {
    stdio: 'ignore',
    detached: true,
    timeout: PEER_DEADLINE_MS,
  });
  const unwatch = watch ? watchGroups(() => [child.pid ?? -1]) : (): null => null;
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => {
      resolve(null);
    });
    child.once('exit', resolve);
  });
  const wholeMs = performance.now() - startedMs;
  const browserBytes = unwatch();
  endGroup(child.pid);
  const problem = code === 0 ? await peer.problemOf(out, site) : `it ended with ${String(code)}`;
  rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  return {
    startMs: 0,
    openMs: 0,
    captureMs: wholeMs,
    wholeMs,
    problem,
    ownBytes: null,
    browserBytes,
  };
}

/** What a browser that was ended in the middle leaves behind. */
function endGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined && process.platform !== 'win32') process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left, as it should be.
  }
}

function flagsFor(profile: string, out: string): readonly string[] {
  return [
    ...['--headless', '--hide-scrollbars', '--force-color-profile=srgb'],
    ...QUIET_FLAGS,
    ...ROOT_FLAGS,
    `--user-data-dir=${profile}`,
    `--window-size=${WIDTH_CSS},${FEED_HEIGHT_CSS}`,
    `--screenshot=${out}`,
  ];
}

async function problemOfPicture(out: string, site: Site): Promise<string | null> {
  if (!existsSync(out)) return 'chromium wrote no picture';
  const pixels = await decodePng(readFileSync(out));
  if (pixels.height !== FEED_HEIGHT_CSS) {
    return `chromium's picture is ${pixels.height} px high, not ${FEED_HEIGHT_CSS}`;
  }
  const wrong = readBands(pixels, { columns: [RULER_COLUMN] });
  return wrong.length > 0
    ? `${wrong.length} bands of chromium's picture are wrong`
    : problemOfPictures(site);
}

function problemOfSingleFile(out: string, site: Site): string | null {
  if (!existsSync(out)) return 'single-file wrote no page';
  const page = readFileSync(out, 'utf8');
  const inside = page.match(/data:image\/png;base64,/gu)?.length ?? 0;
  return inside < FEED_POSTS
    ? `${inside} of ${FEED_POSTS} pictures are in single-file's page`
    : problemOfPictures(site);
}
