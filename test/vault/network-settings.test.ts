import { afterEach, describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { NOBODY_ASKED, type SchoolNetwork } from '#src/core/school-network.ts';
import { assertNetwork, networkMember, parseNetwork } from '#src/vault/network-settings.ts';
import { parseSettings, SETTINGS_KEY } from '#src/vault/settings.ts';
import { makeVault, type TestVault } from '#test/support/vault.ts';

const TYPED: SchoolNetwork = {
  timeServer: '10.0.0.5:1123',
  egress: { how: 'typed-in', address: '203.0.113.7' },
};
const ASKED: SchoolNetwork = {
  timeServer: null,
  egress: { how: 'asked', source: 'http://10.0.0.9/ip' },
};

describe('networkMember', () => {
  it.each([TYPED, ASKED, { ...TYPED, egress: null }])(
    'is read back as it was written',
    (network) => {
      const { network: member } = networkMember(network);
      expect(parseNetwork(member ?? null)).toEqual(network);
    },
  );

  it('is absent where nobody is to be asked', () => {
    expect(networkMember(NOBODY_ASKED)).toEqual({});
  });
});

describe('parseNetwork', () => {
  it.each([
    ['no object', null],
    ['nobody to ask', { timeServer: null, egress: null }],
    ['a member too many', { ...TYPED, egress: null, more: 1 }],
    ['a member missing', { timeServer: '10.0.0.5' }],
    ['no host', { timeServer: 'a b', egress: null }],
    [
      'an address of another spelling',
      { timeServer: null, egress: { how: 'typed-in', address: '::0' } },
    ],
    ['no address', { timeServer: null, egress: { how: 'typed-in', address: 'here' } }],
    ['an unknown way', { timeServer: null, egress: { how: 'guessed', address: '203.0.113.7' } }],
    [
      'two ways',
      { timeServer: null, egress: { how: 'asked', source: 'http://a/', address: '::1' } },
    ],
    ['another scheme', { timeServer: null, egress: { how: 'asked', source: 'ftp://a/' } }],
    ['a list', { timeServer: null, egress: [] }],
  ] satisfies [string, JsonValue][])('throws STORE_DAMAGED for %s', (_what, value) => {
    expect(() => parseNetwork(value)).toThrow(expect.objectContaining({ code: 'STORE_DAMAGED' }));
  });
});

describe('assertNetwork', () => {
  it('writes what was typed our way, private addresses too', () => {
    expect(
      assertNetwork(
        { timeServer: ' ntp.school.example ', egress: { how: 'typed-in', address: '2001:DB8::0' } },
        false,
      ),
    ).toEqual({
      timeServer: 'ntp.school.example',
      egress: { how: 'typed-in', address: '2001:db8::' },
    });
    expect(assertNetwork(TYPED, false)).toEqual(TYPED);
    expect(assertNetwork(ASKED, false)).toEqual(ASKED);
  });

  it('lets this computer itself be asked in a demonstration alone', () => {
    for (const network of [
      { timeServer: '127.0.0.1:1123', egress: null },
      { timeServer: null, egress: { how: 'asked', source: 'http://localhost:8080/' } },
    ] satisfies SchoolNetwork[]) {
      expect(assertNetwork(network, true)).toEqual(network);
      expect(() => assertNetwork(network, false)).toThrow(
        expect.objectContaining({
          code: 'VAULT_SETUP_INVALID',
          message: '"network" expected another computer to ask than this one',
        }),
      );
    }
  });

  it.each([
    [{ timeServer: 'a b', egress: null }, '"timeServer" expected'],
    [{ timeServer: null, egress: { how: 'typed-in', address: 'x' } }, '"egress" expected an IP'],
    [{ timeServer: null, egress: { how: 'asked', source: 'x' } }, '"egress" expected an http'],
  ] satisfies [SchoolNetwork, string][])('throws VAULT_SETUP_INVALID for %j', (typed, words) => {
    expect(() => assertNetwork(typed, true)).toThrow(
      expect.objectContaining({
        code: 'VAULT_SETUP_INVALID',
        message: expect.stringContaining(words) as string,
      }),
    );
  });
});

describe('settings with a network', () => {
  let made: TestVault | null = null;
  afterEach(async () => {
    await made?.close();
    made = null;
  });

  async function settingsBytes(network?: SchoolNetwork): Promise<Uint8Array> {
    made = await makeVault(network === undefined ? {} : { network });
    return made.store.tables.kv.get(made.store.read, SETTINGS_KEY) ?? new Uint8Array();
  }

  it('are signed, and the vault opens with them', async () => {
    const bytes = await settingsBytes(TYPED);
    expect(parseSettings(bytes).network).toEqual(TYPED);
    expect((await made?.reopen())?.settings.network).toEqual(TYPED);
    const other = utf8(fromUtf8(bytes).replace('10.0.0.5:1123', '10.0.0.6:1123'));
    made?.store.write((db) => made?.store.tables.kv.put(db, SETTINGS_KEY, other));
    await expect(made?.reopen()).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
  });

  it('have no such member where nobody is asked: they are those of an older vault', async () => {
    const text = fromUtf8(await settingsBytes());
    expect(text).not.toContain('"network"');
    expect(parseSettings(utf8(text)).network).toEqual(NOBODY_ASKED);
  });
});
