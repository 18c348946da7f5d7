import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  mb,
  ms,
  printTable,
  printVerdicts,
  ratio,
  tableLines,
  type Column,
} from '../../bench/table.ts';

const columns: readonly Column[] = [
  { heading: 'What' },
  { heading: 'Ours' },
  { heading: 'With', align: 'left' },
];
const rows = [
  ['append', '12.0 ms', 'FULL'],
  ['sign', null, 'a passphrase'],
] as const;

describe('tableLines', () => {
  it('aligns the first column to the left and the others to the right, unless told otherwise', () => {
    expect(tableLines(columns, rows)).toEqual([
      'What       Ours  With',
      '------  -------  ------------',
      'append  12.0 ms  FULL',
      'sign          –  a passphrase',
    ]);
  });

  it('shows a dash for a cell that is missing, and leaves out those that are too many', () => {
    expect(tableLines([{ heading: 'A' }, { heading: 'B' }], [['x'], ['y', '1', '2']])).toEqual([
      'A  B',
      '-  -',
      'x  –',
      'y  1',
    ]);
  });

  it('has only headings and a rule without rows', () => {
    expect(tableLines([{ heading: 'What' }], [])).toEqual(['What', '----']);
  });
});

describe('what is printed', () => {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    printed.push(line);
  });
  afterEach(() => {
    printed.length = 0;
  });

  it('is the table, indented', () => {
    printTable([{ heading: 'A' }], [['x']]);
    expect(printed).toEqual(['  A', '  -', '  x']);
  });

  it('tells a limit that was held from one that was missed and one that was not compared', () => {
    printVerdicts([
      { held: true, text: 'under 1 s' },
      { held: false, text: 'twice age' },
      { held: null, text: 'no age here' },
    ]);
    expect(printed).toEqual([
      '  HELD: under 1 s',
      '  MISSED: twice age',
      '  NOT COMPARED: no age here',
    ]);
  });
});

describe('ms', () => {
  it.each([
    [0.123, '0.12 ms'],
    [9.994, '9.99 ms'],
    [10, '10.0 ms'],
    [99.94, '99.9 ms'],
    [100, '100 ms'],
    [1234.5, '1235 ms'],
  ])('writes %d as %s', (value, words) => {
    expect(ms(value)).toBe(words);
  });
});

describe('mb', () => {
  it('counts in millions of bytes', () => {
    expect(mb(12_400_000)).toBe('12 MB');
    expect(mb(0)).toBe('0 MB');
  });
});

describe('ratio', () => {
  it('is how many times the peer, and null where there is none', () => {
    expect(ratio(3, 2)).toBe('1.50 ×');
    expect(ratio(3, null)).toBeNull();
    expect(ratio(3, 0)).toBeNull();
  });
});
