import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assertLocalFolder, refusalOf, type LocationFacts } from '#src/store/location.ts';
import { temporaryFolder, thrownBy } from './support.ts';

function facts(over: Partial<LocationFacts>): LocationFacts {
  return {
    platform: 'linux',
    path: '/srv/vault',
    mounts: [{ point: '/', type: 'ext4' }],
    syncedRoots: [],
    siblings: [],
    ...over,
  };
}

const network = (reason: string): unknown => ({ code: 'STORE_LOCATION_NETWORK', reason });
const synced = (reason: string): unknown => ({ code: 'STORE_LOCATION_SYNCED', reason });

describe('refusalOf', () => {
  it.each([
    ['Linux, own disk', facts({})],
    [
      'Linux, memory',
      facts({
        mounts: [
          { point: '/', type: 'ext4' },
          { point: '/srv', type: 'tmpfs' },
        ],
      }),
    ],
    [
      'Linux, encrypted home by FUSE',
      facts({ mounts: [{ point: '/srv', type: 'fuse.gocryptfs' }] }),
    ],
    [
      'Linux, network mount beside it',
      facts({
        mounts: [
          { point: '/', type: 'ext4' },
          { point: '/srv/vault2', type: 'nfs4' },
        ],
      }),
    ],
    [
      'Linux, own disk over a network mount',
      facts({
        mounts: [
          { point: '/srv', type: 'nfs' },
          { point: '/srv/vault', type: 'xfs' },
        ],
      }),
    ],
    [
      'Windows, drive',
      facts({ platform: 'win32', path: 'C:\\ProgramData\\Countersign', mounts: [] }),
    ],
    [
      'Windows, long path',
      facts({ platform: 'win32', path: '\\\\?\\C:\\ProgramData\\Countersign', mounts: [] }),
    ],
    [
      'Windows, beside OneDrive',
      facts({
        platform: 'win32',
        path: 'C:\\Users\\dsl\\OneDriveX',
        mounts: [],
        syncedRoots: [{ service: 'OneDrive', path: 'C:\\Users\\dsl\\OneDrive' }],
      }),
    ],
    [
      'macOS, own disk',
      facts({
        platform: 'darwin',
        path: '/Users/dsl/Library/Application Support/Countersign',
        mounts: [{ point: '/', type: 'apfs' }],
      }),
    ],
    ['a name that only resembles a service', facts({ path: '/srv/boxes/dropboxes/vault' })],
  ])('allows %s', (_name, place) => {
    expect(refusalOf(place)).toBeNull();
  });

  it.each([
    ['nfs4', facts({ mounts: [{ point: '/srv', type: 'nfs4' }] }), 'nfs4'],
    [
      'cifs at the vault itself',
      facts({ mounts: [{ point: '/srv/vault', type: 'cifs' }] }),
      'cifs',
    ],
    ['smb3', facts({ mounts: [{ point: '/srv', type: 'smb3' }] }), 'smb3'],
    ['sshfs', facts({ mounts: [{ point: '/srv', type: 'fuse.sshfs' }] }), 'fuse.sshfs'],
    ['rclone', facts({ mounts: [{ point: '/srv', type: 'fuse.rclone' }] }), 'fuse.rclone'],
    [
      '9p (WSL’s view of Windows drives)',
      facts({ path: '/mnt/c/vault', mounts: [{ point: '/mnt/c', type: '9p' }] }),
      '9p',
    ],
    [
      'network mounted over a local one',
      facts({
        mounts: [
          { point: '/srv', type: 'ext4' },
          { point: '/srv', type: 'nfs' },
        ],
      }),
      'nfs',
    ],
    [
      'macOS share',
      facts({
        platform: 'darwin',
        path: '/Volumes/Staff/vault',
        mounts: [
          { point: '/', type: 'apfs' },
          { point: '/Volumes/Staff', type: 'smbfs' },
        ],
      }),
      'smbfs',
    ],
    ['UNC', facts({ platform: 'win32', path: '\\\\server\\staff\\vault', mounts: [] }), 'UNC'],
    [
      'UNC by forward slashes',
      facts({ platform: 'win32', path: '//server/staff/vault', mounts: [] }),
      'UNC',
    ],
    [
      'long UNC',
      facts({ platform: 'win32', path: '\\\\?\\UNC\\server\\staff\\vault', mounts: [] }),
      'UNC',
    ],
    ['WSL share', facts({ platform: 'win32', path: '\\\\wsl$\\Debian\\home', mounts: [] }), 'UNC'],
  ])('refuses %s as a network drive', (_name, place, reason) => {
    expect(refusalOf(place)).toEqual(network(reason));
  });

  const windows = (path: string, service: string, root: string): LocationFacts =>
    facts({ platform: 'win32', path, mounts: [], syncedRoots: [{ service, path: root }] });

  it.each([
    ['OneDrive by its variable', windows('D:\\Work\\vault', 'OneDrive', 'D:\\Work'), 'OneDrive'],
    ['OneDrive in other letters', windows('d:\\WORK\\vault', 'OneDrive', 'D:\\Work\\'), 'OneDrive'],
    [
      'OneDrive by name',
      facts({
        platform: 'win32',
        path: 'C:\\Users\\dsl\\OneDrive - North Hill School\\vault',
        mounts: [],
      }),
      'OneDrive',
    ],
    [
      'OneDrive on macOS',
      facts({
        platform: 'darwin',
        path: '/Users/dsl/Library/CloudStorage/OneDrive-NorthHill/vault',
      }),
      'OneDrive',
    ],
    [
      'Dropbox by info.json',
      facts({ syncedRoots: [{ service: 'Dropbox', path: '/srv' }] }),
      'Dropbox',
    ],
    [
      'Dropbox by its cache',
      facts({ siblings: [['vault'], ['.dropbox.cache', 'vault']] }),
      'Dropbox',
    ],
    ['Dropbox by name', facts({ path: '/home/dsl/Dropbox (North Hill)/vault' }), 'Dropbox'],
    [
      'Google Drive by name',
      facts({
        platform: 'darwin',
        path: '/Users/dsl/Library/CloudStorage/GoogleDrive-dsl@example.org/My Drive',
      }),
      'Google Drive',
    ],
    [
      'Google Drive by its folder',
      facts({ siblings: [[], ['.shortcut-targets-by-id']] }),
      'Google Drive',
    ],
    [
      'iCloud on macOS',
      facts({
        platform: 'darwin',
        path: '/Users/dsl/Library/Mobile Documents/com~apple~CloudDocs/vault',
      }),
      'iCloud',
    ],
    [
      'iCloud on Windows',
      facts({ platform: 'win32', path: 'C:\\Users\\dsl\\iCloudDrive\\vault', mounts: [] }),
      'iCloud',
    ],
    ['Box', facts({ path: '/home/dsl/Box Sync/vault' }), 'Box'],
    ['Nextcloud by its journal', facts({ siblings: [['._sync_0123456789ab.db']] }), 'Nextcloud'],
    ['Nextcloud by name', facts({ path: '/home/dsl/Nextcloud/vault' }), 'Nextcloud'],
    ['Syncthing', facts({ siblings: [[], [], ['.stfolder']] }), 'Syncthing'],
    [
      'any other provider on macOS',
      facts({ platform: 'darwin', path: '/Users/dsl/Library/CloudStorage/Other/vault' }),
      'cloud storage',
    ],
  ])('refuses %s as a synced folder', (_name, place, reason) => {
    expect(refusalOf(place)).toEqual(synced(reason));
  });
});

describe('assertLocalFolder', () => {
  it('takes a folder on this computer’s disk that does not exist yet', () => {
    expect(() => {
      assertLocalFolder(join(temporaryFolder(), 'a', 'b'));
    }).not.toThrow();
  });

  it('throws STORE_LOCATION_SYNCED with the service below a folder that it marks', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, '.dropbox.cache'), '');
    expect(
      thrownBy(() => {
        assertLocalFolder(join(folder, 'deep', 'vault'));
      }),
    ).toMatchObject({
      code: 'STORE_LOCATION_SYNCED',
      message:
        'folder expected on a disk of this computer alone, got a folder copied to a cloud service (Dropbox)',
      details: { reason: 'Dropbox' },
    });
  });
});
