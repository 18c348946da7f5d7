import { describe, expect, it } from 'vitest';
import { assertNodeVersion } from '#src/store/node-version.ts';
import { thrownBy } from './support.ts';

describe('assertNodeVersion', () => {
  it.each(['20.20.2', '22.0.0', '23.11.1', '9.0.0', 'v24.0.0', ''])(
    'throws STORE_NODE_TOO_OLD for %j',
    (version) => {
      expect(
        thrownBy(() => {
          assertNodeVersion(version);
        }),
      ).toMatchObject({
        code: 'STORE_NODE_TOO_OLD',
        message: `Node expected version 24 or newer to open a vault, got ${version}`,
      });
    },
  );

  it.each(['24.0.0', '24.21.0', '26.1.0'])('takes %s', (version) => {
    expect(() => {
      assertNodeVersion(version);
    }).not.toThrow();
  });

  it('takes the running one', () => {
    expect(() => {
      assertNodeVersion();
    }).not.toThrow();
  });
});
