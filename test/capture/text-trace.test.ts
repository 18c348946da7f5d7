import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingsOf } from '#src/capture/decode-text.ts';
import { TextTrace } from '#src/capture/text-trace.ts';
import { wordsOf } from '#src/capture/words.ts';

describe('TextTrace', () => {
  function traced(
    line: string,
    ...bodies: readonly string[]
  ): 'whole' | 'words' | 'untraced' | null {
    const trace = new TextTrace([line]);
    for (const body of bodies) trace.body(body, false);
    const facts = trace.facts();
    if (facts === null) return null;
    return facts.whole === 1 ? 'whole' : facts.words === 1 ? 'words' : 'untraced';
  }

  it.each([
    ['Heron by the gate', '<p>Heron <b>by</b> the&nbsp;gate</p>', 'whole'],
    ['HERON', 'he&shy;ron', 'whole'],
    ['Café Möwe', '{"a":"Caf\\u00e9 M\\u00F6we"}', 'whole'],
    ['Café Möwe', 'Caf&eacute; M&#246;we', 'whole'],
    ['It’s here', 'It&rsquo;s here', 'whole'],
    ['one two', 'two and one', 'words'],
    ['one two', 'onetwo', 'untraced'],
    ['one two three', 'one two', 'untraced'],
    ['Rowan threatened me', 'nothing of the kind', 'untraced'],
    ['12 · 7', '', null],
    ['Seen 2026 times', 'Seen times', 'untraced'],
  ])('reads "%s" in "%s" as %s', (line, body, expected) => {
    expect(traced(line, body)).toBe(expected);
  });

  it('puts no run together from two bodies', () => {
    expect(traced('one two', 'one', 'two')).toBe('words');
  });

  it('finds every text that stands in a body as it is, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (line, more) => {
        // Marks of HTML, of escapes and of percent-encoding mean something else in a body.
        const plain = line.replaceAll(/[<>&%\\]/gu, ' ');
        const found = traced(plain, `${more.replaceAll(/[<&\\]/gu, ' ')} ${plain} `);
        expect(found === null || found === 'whole').toBe(true);
      }),
      { numRuns: process.env['SLOW'] === '1' ? 2_000 : 200 },
    );
  });
});

describe('readingsOf', () => {
  it('takes any text, however broken its escapes are', () => {
    const parts = [
      '\\u',
      '\\u{',
      '\\uD83D',
      '&#',
      '&#x110000;',
      '&amp',
      '%',
      '%F',
      '%FF',
      '<',
      '\\',
      'a',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts)), (chosen) => {
        for (const reading of readingsOf(chosen.join(''), true)) wordsOf(reading);
      }),
    );
  });

  it('needs no more than linear time for tags that never end', () => {
    const startedMs = performance.now();
    readingsOf('<a '.repeat(300_000), true);
    readingsOf('&#x'.repeat(300_000), true);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});
