import { describe, expect, it } from 'vitest';
import { keyOf, modifierBits, parseKeys } from './keys.ts';

describe('keyOf', () => {
  it('knows letters, digits, signs, named and function keys', () => {
    expect(keyOf('a')).toEqual({ key: 'a', code: 'KeyA', keyCode: 65, text: 'a' });
    expect(keyOf('F12')).toEqual({ key: 'F12', code: 'F12', keyCode: 123, text: '' });
    expect(keyOf('Space')).toEqual({ key: ' ', code: 'Space', keyCode: 32, text: ' ' });
    expect(keyOf('7').code).toBe('Digit7');
    expect(keyOf('?').code).toBe('Slash');
    expect(keyOf('Enter').text).toBe('\r');
  });
});

describe('parseKeys', () => {
  it('splits a combination', () => {
    const { key, modifiers } = parseKeys('Control+Shift+Tab');
    expect([key.key, modifierBits(modifiers)]).toEqual(['Tab', 10]);
    expect(parseKeys('+').key.key).toBe('+');
    expect(parseKeys('Shift++').key.key).toBe('+');
  });

  it('refuses a modifier it does not know', () => {
    expect(() => parseKeys('Hyper+a')).toThrow('"combination" has no key called Hyper');
  });
});
