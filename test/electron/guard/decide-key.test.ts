import { describe, expect, it } from 'vitest';
import { decideKey, leavesPage, STOP_KEYS } from '#electron/guard/decide-key.ts';

const down = { type: 'keyDown', isAutoRepeat: false };

describe('decideKey', () => {
  it.each([
    [{ ...down, key: 'F12' }, 'stop'],
    [{ type: 'rawKeyDown', isAutoRepeat: false, key: 'F12' }, 'stop'],
    [{ ...down, isAutoRepeat: true, key: 'F12' }, 'swallow'],
    [{ ...down, type: 'keyUp', key: 'F12' }, 'swallow'],
    [{ ...down, type: 'char', key: 'F12' }, 'swallow'],
    [{ ...down, key: 'F11' }, 'pass'],
    [{ ...down, key: 'F10' }, 'pass'],
    [{ ...down, key: 'f12' }, 'pass'],
    [{ ...down, key: '' }, 'pass'],
  ] as const)('decides %j as %s', (pressed, expected) => {
    expect(decideKey(pressed, 'F12', false)).toBe(expected);
  });

  it('only notes the keys on offer while the vault is being set up', () => {
    for (const key of STOP_KEYS) expect(decideKey({ ...down, key }, 'F12', true)).toBe('tried');
    expect(decideKey({ ...down, key: 'a' }, 'F12', true)).toBe('pass');
  });

  it('lets every key pass before there is anything to stop', () => {
    expect(decideKey({ ...down, key: 'F12' }, '', false)).toBe('pass');
  });
});

describe('leavesPage', () => {
  const plain = { ...down, control: false, alt: false };
  it.each([
    [{ ...plain, key: 'F6' }, true],
    [{ ...plain, key: 'F6', type: 'keyUp' }, true],
    [{ ...plain, key: 'F6', control: true }, false],
    [{ ...plain, key: 'F6', alt: true }, false],
    [{ ...plain, key: 'F5' }, false],
    [{ ...plain, key: 'Tab' }, false],
  ])('says of %j: %s', (pressed, expected) => {
    expect(leavesPage(pressed)).toBe(expected);
  });
});
