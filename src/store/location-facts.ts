import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { LocationFacts, Mount, SyncedRoot } from './location.ts';

const MOUNT_TIMEOUT_MS = 10_000;
const MAX_INFO_BYTES = 65_536;

/** Gather what `refusalOf` decides on. Thin: what can't be read is left out. @param path - need not exist */
export function gatherLocationFacts(path: string): LocationFacts {
  const place = realPlace(resolve(path));
  return {
    platform: process.platform,
    path: place,
    mounts: mounts(),
    syncedRoots: [...oneDriveRoots(process.env), ...dropboxRoots(process.env)],
    siblings: foldersAbove(place).map(namesIn),
  };
}

/** Mounts from Linux's `/proc/mounts`. @param text - one mount a line: device, point, type, … */
export function parseProcMounts(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, point, type] = line.split(' ');
    return point === undefined || type === undefined ? [] : [{ point: unescaped(point), type }];
  });
}

/** Mounts from what macOS's `mount` prints. @param text - one mount a line: `device on point (type, …)` */
export function parseMountOutput(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, point, type] = /^.+? on (.+) \(([^,)]+)[,)]/.exec(line) ?? [];
    return point === undefined || type === undefined ? [] : [{ point, type }];
  });
}

/** Folders from Dropbox's `info.json`. @param text - untrusted; anything else gives none */
export function parseDropboxInfo(text: string): readonly SyncedRoot[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((account: unknown) =>
    typeof account === 'object' &&
    account !== null &&
    'path' in account &&
    typeof account.path === 'string'
      ? [{ service: 'Dropbox', path: account.path }]
      : [],
  );
}

/** Folders that OneDrive names in its environment variables. */
export function oneDriveRoots(environment: NodeJS.ProcessEnv): readonly SyncedRoot[] {
  return ['OneDrive', 'OneDriveCommercial', 'OneDriveConsumer'].flatMap((name) => {
    const path = environment[name];
    return path === undefined || path === '' ? [] : [{ service: 'OneDrive', path }];
  });
}

function dropboxRoots(environment: NodeJS.ProcessEnv): readonly SyncedRoot[] {
  const folders = [environment['APPDATA'], environment['LOCALAPPDATA']]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Dropbox'));
  return [join(homedir(), '.dropbox'), ...folders].flatMap((folder) => {
    try {
      return parseDropboxInfo(
        readFileSync(join(folder, 'info.json'), 'utf8').slice(0, MAX_INFO_BYTES),
      );
    } catch {
      return [];
    }
  });
}

function mounts(): readonly Mount[] {
  if (process.platform === 'win32') return [];
  try {
    if (process.platform === 'linux') return parseProcMounts(readFileSync('/proc/mounts', 'utf8'));
    return parseMountOutput(
      execFileSync('/sbin/mount', [], {
        encoding: 'utf8',
        timeout: MOUNT_TIMEOUT_MS,
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } catch {
    return [];
  }
}

/** The real path of the nearest folder that exists, and the rest as it was given. */
function realPlace(path: string): string {
  try {
    // Native: on Windows it asks for the final path, which turns a mapped drive into its share.
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPlace(parent), basename(path));
  }
}

function foldersAbove(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...foldersAbove(parent)];
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function unescaped(point: string): string {
  return point.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
