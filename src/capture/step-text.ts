import { utf8 } from '#src/core/bytes.ts';
import { FACTS } from './page-script.ts';
import { readText } from './read-text.ts';
import { linesOf } from './second-look.ts';
import type { Work } from './work.ts';

const MAX_CHARACTERS = 4 * 1024 * 1024;

/** The text that the page and its frames show. */
export async function pageText(work: Work): Promise<void> {
  const { parts, unread, ended } = await readText(work.page, work.network);
  for (const text of unread) work.miss('FRAME_TEXT', 'text', text);
  if (ended > 0) work.doubts.raise('PART_MISSING', `Frames whose process had ended: ${ended}.`);
  const whole = parts.join('\n\n');
  const cut = whole.length > MAX_CHARACTERS;
  const text = (cut ? whole.slice(0, MAX_CHARACTERS) : whole).toWellFormed();
  for (const line of text.split('\n')) {
    work.found.lines.set(line, (work.found.lines.get(line) ?? 0) + 1);
  }
  if (cut) work.miss('TEXT_CUT', 'text', 'The page’s text was too long and is cut.');
  await work.put('text.txt', 'text', utf8(text));
  work.trace.lines = linesOf(parts);
  work.found.text = { object: 'text.txt', characters: text.length, frames: parts.length, cut };
}

/** What the quality checks need to know of the page. */
export async function pageFacts(work: Work): Promise<void> {
  work.found.facts = await work.page.evaluate(FACTS);
}
