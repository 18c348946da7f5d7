import { describe, expect, it } from 'vitest';
import { compareText, MAX_LINES } from '#src/capture/compare-text.ts';

const of = (...lines: readonly string[]) => ({ text: lines.join('\n'), cut: false });
const numbered = (count: number, word: string) =>
  Array.from({ length: count }, (_, i) => `${word} ${i}`);

describe('compareText', () => {
  it('says the same of equal lines, blank ones left out', async () => {
    expect(await compareText(of('a', '', 'b'), of('a', 'b', ' '))).toEqual({
      ...{ state: 'same', notes: [], added: 0, removed: 0, lines: [] },
    });
  });

  it('lists an edited line as gone and come, with two lines around it', async () => {
    const before = numbered(10, 'line');
    const after = before.with(5, 'line 5, edited');
    const { state, added, removed, lines } = await compareText(of(...before), of(...after));
    expect([state, added, removed]).toEqual(['differs', 1, 1]);
    expect(lines).toEqual([
      { kind: 'skipped', text: '3 lines the same in both' },
      { kind: 'same', text: 'line 3' },
      { kind: 'same', text: 'line 4' },
      { kind: 'removed', text: 'line 5' },
      { kind: 'added', text: 'line 5, edited' },
      { kind: 'same', text: 'line 6' },
      { kind: 'same', text: 'line 7' },
      { kind: 'skipped', text: '2 lines the same in both' },
    ]);
  });

  it('never says the same of a text that was not recorded', async () => {
    expect(await compareText(null, of('a'))).toMatchObject({
      state: 'not-compared',
      notes: ['The earlier capture has no recorded text: the text was not compared.'],
    });
    expect((await compareText(null, null)).notes).toEqual([
      'Neither capture has a recorded text: the text was not compared.',
    ]);
  });

  it('says that a capture cut its text, also where what there is of it is equal', async () => {
    const compared = await compareText(of('a'), { text: 'a', cut: true });
    expect(compared.notes).toEqual([
      'The recorded text was too long for the capture and is cut there.',
    ]);
  });

  it('never says the same of a text that differs only beyond the lines compared', async () => {
    const before = numbered(MAX_LINES + 1, 'line');
    const compared = await compareText(of(...before), of(...before.with(MAX_LINES, 'another end')));
    expect(compared).toMatchObject({ state: 'differs', added: 0, removed: 0 });
    expect(compared.notes).toEqual(['Only the first 20,000 lines of each are compared.']);
  });

  it('shows a bounded list of bounded lines, and counts all', async () => {
    const compared = await compareText(of('x'.repeat(600)), of(...numbered(1500, 'new')));
    expect([compared.added, compared.removed, compared.lines.length]).toEqual([1500, 1, 1000]);
    expect(compared.lines[0]?.text).toHaveLength(501);
    expect(compared.notes).toEqual(['The first 1,000 lines of the list are shown.']);
  });

  it('lists what stands in one alone where too much has moved', async () => {
    const before = numbered(4000, 'line');
    const compared = await compareText(
      of(...before, 'only before', 'twice', 'twice'),
      of(...before.toReversed(), 'twice', 'only after'),
    );
    expect(compared.notes).toEqual([
      'Too much has moved: lines are listed by where they stand alone.',
    ]);
    expect(compared.lines).toEqual([
      { kind: 'removed', text: 'only before' },
      { kind: 'removed', text: 'twice' },
      { kind: 'added', text: 'only after' },
    ]);
  });
});
