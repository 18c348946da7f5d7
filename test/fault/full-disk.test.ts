import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

// A real file system of 1 MiB, in a mount namespace of its own: Linux with user namespaces only.
const inside = (command: string): ReturnType<typeof spawnSync> =>
  spawnSync(
    'unshare',
    ['-Urm', 'sh', '-c', `mount -t tmpfs -o size=1m tmpfs /mnt && exec ${command}`],
    {
      encoding: 'utf8',
    },
  );
const possible = process.platform === 'linux' && inside('true').status === 0;

describe('a really full disk', () => {
  it.runIf(possible)(
    'refuses writes with STORE_DISK_FULL, still locks and opens, and loses nothing acknowledged',
    () => {
      const script = join(import.meta.dirname, 'fill-disk.ts');
      const result = inside(`'${process.execPath}' '${script}' /mnt/vault`);
      expect(result.stderr).toBe('');
      expect(JSON.parse(String(result.stdout))).toEqual({
        database: 'STORE_DISK_FULL',
        suspectAfterDatabase: true,
        slotAfterDatabase: 'empty',
        object: 'STORE_DISK_FULL',
        suspectAfterObject: true,
        slotAfterObject: 'empty',
        opensWhileFull: true,
        broken: [],
      });
    },
  );
});
