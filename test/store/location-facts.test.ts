import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  gatherLocationFacts,
  oneDriveRoots,
  parseDropboxInfo,
  parseMountOutput,
  parseProcMounts,
} from '#src/store/location-facts.ts';
import { temporaryFolder } from './support.ts';

describe('gatherLocationFacts', () => {
  it('follows links, keeps the part that does not exist, and lists the folders above', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real', 'marker'), '');
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    const facts = gatherLocationFacts(join(folder, 'link', 'new', 'vault'));
    expect(facts.path).toBe(join(folder, 'real', 'new', 'vault'));
    expect(facts.siblings.slice(0, 4)).toEqual([[], [], ['marker'], ['link', 'real']]);
    expect(facts.platform).toBe(process.platform);
    if (process.platform === 'linux')
      expect(facts.mounts.some(({ point }) => point === '/')).toBe(true);
  });
});

describe('parseProcMounts', () => {
  it('reads point and type, with escaped spaces', () => {
    const text = '/dev/sda1 / ext4 rw 0 0\n//s/share /mnt/staff\\040drive cifs rw 0 0\n\nbroken\n';
    expect(parseProcMounts(text)).toEqual([
      { point: '/', type: 'ext4' },
      { point: '/mnt/staff drive', type: 'cifs' },
    ]);
  });
});

describe('parseMountOutput', () => {
  it('reads what macOS prints', () => {
    const text = [
      '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
      '//dsl@server/Staff on /Volumes/Staff on call (smbfs, nodev, nosuid, mounted by dsl)',
      'map auto_home on /System/Volumes/Data/home (autofs, automounted)',
      'nonsense',
    ].join('\n');
    expect(parseMountOutput(text)).toEqual([
      { point: '/', type: 'apfs' },
      { point: '/Volumes/Staff on call', type: 'smbfs' },
      { point: '/System/Volumes/Data/home', type: 'autofs' },
    ]);
  });
});

describe('parseDropboxInfo', () => {
  it('reads every account’s folder, and nothing from anything else', () => {
    const text = JSON.stringify({
      personal: { path: '/home/dsl/Dropbox', host: 1 },
      business: { path: '/d' },
      odd: 3,
    });
    expect(parseDropboxInfo(text).map(({ path }) => path)).toEqual(['/home/dsl/Dropbox', '/d']);
    for (const other of ['', '{', 'null', '[1]', '{"personal":{"path":7}}'])
      expect(parseDropboxInfo(other)).toEqual([]);
  });
});

describe('oneDriveRoots', () => {
  it('reads the three variables', () => {
    const environment = {
      OneDrive: 'C:\\a',
      OneDriveCommercial: 'C:\\b',
      OneDriveConsumer: '',
      Other: 'C:\\c',
    };
    expect(oneDriveRoots(environment).map(({ path }) => path)).toEqual(['C:\\a', 'C:\\b']);
  });
});
