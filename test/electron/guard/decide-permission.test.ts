import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DENIED_PERMISSIONS, decidePermission } from '#electron/guard/decide-permission.ts';

describe('decidePermission', () => {
  it('checklist 5: denies every permission Electron knows, with a reason', () => {
    const types = readFileSync('node_modules/electron/electron.d.ts', 'utf8');
    const line =
      types.split('\n').find((text) => text.includes('setPermissionRequestHandler(handler:')) ?? '';
    const union = /permission: ('[^,]+'), callback/u.exec(line)?.[1] ?? '';
    const names = union.split(' | ').map((name) => name.slice(1, -1));
    expect(names.length).toBeGreaterThan(40);
    expect(Object.keys(DENIED_PERMISSIONS).sort()).toEqual(names.sort());
    for (const name of names) {
      expect(decidePermission(name).granted).toBe(false);
      expect(decidePermission(name).reason).not.toBe('');
    }
  });

  it.each(['', 'camera', 'constructor', '__proto__', 'toString'])(
    'denies %j, which is in no table',
    (name) => {
      expect(decidePermission(name)).toEqual({
        granted: false,
        reason: DENIED_PERMISSIONS.unknown,
      });
    },
  );
});
