import { describe, expect, it } from 'vitest';
import { refusedSwitches } from '#electron/guard/decide-switches.ts';

describe('refusedSwitches', () => {
  it.each([
    '--inspect',
    '--inspect=0.0.0.0:9229',
    '--inspect-brk',
    '--INSPECT-PORT=1',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '-remote-debugging-port=1',
    '--no-sandbox',
    '--disable-web-security',
    '--ignore-certificate-errors',
  ])('checklist 4, 6: does not start with %s', (argument) => {
    expect(refusedSwitches(['countersign', argument, 'x'])).toHaveLength(1);
  });

  it.each([
    ['countersign'],
    ['countersign', 'inspect'],
    ['countersign', '--lang=en-GB', '--inspector-of-drains'],
  ])('starts with %j', (...argv) => {
    expect(refusedSwitches(argv)).toEqual([]);
  });
});
