import { EvidenceError } from '#src/core/errors.ts';
import { gatherLocationFacts } from './location-facts.ts';

/** A mounted file system. */
export interface Mount {
  /** Absolute path. */
  readonly point: string;
  /** As the system names it, e.g. `ext4`, `nfs4`, `fuse.sshfs`. */
  readonly type: string;
}

/** A folder that a service copies to its cloud, as the service itself told. */
export interface SyncedRoot {
  /** E.g. `OneDrive`. */
  readonly service: string;
  /** Absolute path. */
  readonly path: string;
}

/** What is known about a place on this computer; `location-facts.ts` gathers it. */
export interface LocationFacts {
  readonly platform: NodeJS.Platform;
  /** Absolute, links and mapped drives resolved: on Windows a mapped drive has become `\\server\share`. */
  readonly path: string;
  /** Empty on Windows. */
  readonly mounts: readonly Mount[];
  readonly syncedRoots: readonly SyncedRoot[];
  /** Names found in the folder and in each folder above it, nearest first. */
  readonly siblings: readonly (readonly string[])[];
}

/** Why a vault can't lie there. */
export interface LocationRefusal {
  readonly code: 'STORE_LOCATION_NETWORK' | 'STORE_LOCATION_SYNCED';
  /** Kind of file system, or name of the service. */
  readonly reason: string;
}

const NETWORK_TYPES = new Set([
  ...[
    'nfs',
    'nfs3',
    'nfs4',
    'cifs',
    'smb2',
    'smb3',
    'smbfs',
    'afpfs',
    'afs',
    'ncpfs',
    'webdav',
    'davfs',
    'ftp',
  ],
  ...[
    '9p',
    'ceph',
    'glusterfs',
    'lustre',
    'beegfs',
    'gpfs',
    'orangefs',
    'vboxsf',
    'vmhgfs',
    'prl_fs',
  ],
]);
// FUSE says who serves it after the dot.
const NETWORK_FUSE =
  /^(?:fuse\.|osxfuse_|macfuse_)?(?:sshfs|rclone|davfs2?|s3fs|goofys|curlftpfs|smbnetfs|ceph|glusterfs|vmhgfs-fuse|gvfsd-fuse|onedriver|google-drive-ocamlfuse|drivefs|gcsfuse|blobfuse2?|juicefs)$/;

/** A folder's name that only a service gives. */
const SYNCED_NAMES: readonly (readonly [service: string, name: RegExp])[] = [
  ['OneDrive', /^OneDrive(?: - .+|-.+)?$/i],
  ['Dropbox', /^Dropbox(?: \(.+\))?$/i],
  ['Google Drive', /^(?:Google ?Drive|GoogleDrive-.+)$/i],
  ['iCloud', /^(?:iCloud ?Drive|Mobile Documents)$/i],
  ['Box', /^Box(?: Sync|-Box)?$/],
  ['Nextcloud', /^(?:Nextcloud|ownCloud)\d*$/i],
  ['cloud storage', /^CloudStorage$/],
];

/** Files and folders that a service leaves at the top of what it copies. */
const SYNCED_MARKERS: readonly (readonly [service: string, name: RegExp])[] = [
  ['Dropbox', /^\.dropbox(?:\.cache)?$/],
  ['Google Drive', /^\.(?:shortcut-targets-by-id|tmp\.drive(?:upload|download))$/],
  ['Nextcloud', /^(?:\._?sync_[0-9a-f]+\.db|\.(?:owncloud|nextcloud)sync\.log)$/],
  ['Syncthing', /^\.stfolder$/],
];

/**
 * Decide whether a vault may lie at a place. Pure.
 * @returns null when nothing speaks against it
 */
export function refusalOf(facts: LocationFacts): LocationRefusal | null {
  const network = networkOf(facts);
  if (network !== null) return { code: 'STORE_LOCATION_NETWORK', reason: network };
  const service = serviceOf(facts);
  return service === null ? null : { code: 'STORE_LOCATION_SYNCED', reason: service };
}

/**
 * Refuse a folder where SQLite's locks and fsync can't be relied on, or from which copies leave the computer.
 * @param path - the vault's folder; need not exist yet
 * @throws {EvidenceError} STORE_LOCATION_NETWORK, STORE_LOCATION_SYNCED - with details `{ reason }`
 */
export function assertLocalFolder(path: string): void {
  const refusal = refusalOf(gatherLocationFacts(path));
  if (refusal === null) return;
  const got =
    refusal.code === 'STORE_LOCATION_NETWORK'
      ? 'a network drive'
      : 'a folder copied to a cloud service';
  throw new EvidenceError(
    refusal.code,
    `folder expected on a disk of this computer alone, got ${got} (${refusal.reason})`,
    { details: { reason: refusal.reason } },
  );
}

function networkOf({ platform, path, mounts }: LocationFacts): string | null {
  if (platform === 'win32') {
    // `\\?\C:\` and `\\.\C:\` are local; every other double backslash leads to a server.
    if (/^[\\/]{2}[?.][\\/](?:UNC[\\/])/i.test(path)) return 'UNC';
    return /^[\\/]{2}(?![?.][\\/])/.test(path) ? 'UNC' : null;
  }
  // The deepest mount, and of several at one point the last, is the one seen.
  let found: Mount | null = null;
  for (const mount of mounts) {
    if (!contains(mount.point, path, platform)) continue;
    if (found === null || mount.point.length >= found.point.length) found = mount;
  }
  if (found === null) return null;
  return NETWORK_TYPES.has(found.type) || NETWORK_FUSE.test(found.type) ? found.type : null;
}

function serviceOf({ platform, path, syncedRoots, siblings }: LocationFacts): string | null {
  for (const root of syncedRoots) if (contains(root.path, path, platform)) return root.service;
  const names = path.split(platform === 'win32' ? /[\\/]/ : '/');
  for (const [service, pattern] of SYNCED_NAMES)
    if (names.some((name) => pattern.test(name))) return service;
  for (const [service, pattern] of SYNCED_MARKERS) {
    if (siblings.some((folder) => folder.some((name) => pattern.test(name)))) return service;
  }
  return null;
}

function contains(folder: string, path: string, platform: NodeJS.Platform): boolean {
  const [outer = '', inner = ''] = [folder, path].map((text) => normalised(text, platform));
  return inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`);
}

function normalised(path: string, platform: NodeJS.Platform): string {
  const unix = platform === 'win32' ? path.replace(/^\\\\\?\\/, '').replaceAll('\\', '/') : path;
  const folded = platform === 'linux' ? unix : unix.toLowerCase();
  return folded.length > 1 ? folded.replace(/\/+$/, '') || '/' : folded;
}
