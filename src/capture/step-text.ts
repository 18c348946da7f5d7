import { utf8 } from '#src/core/bytes.ts';
import { hasCode } from './page-session.ts';
import { FACTS } from './page-script.ts';
import { SNAPSHOT_STYLES, visibleText } from './visible-text.ts';
import type { Work } from './work.ts';

const MAX_CHARACTERS = 4 * 1024 * 1024;

/** The text that the page and its frames show. */
export async function pageText(work: Work): Promise<void> {
  const parts: string[] = [...(await textOfSession(work))];
  const frames = work.network.children.filter((child) => child.kind === 'iframe' && !child.lost);
  for (const frame of frames.slice(0, 200)) {
    try {
      parts.push(...(await textOfSession(work, frame.sessionId)));
    } catch (error) {
      if (!hasCode(error, 'CAPTURE_STEP_FAILED')) throw error;
      work.miss('FRAME_TEXT', 'text', 'The text of a frame could not be read.');
    }
  }
  if (frames.length > 200) work.miss('FRAME_TEXT', 'text', 'Only the text of 200 frames was read.');
  const whole = parts.join('\n\n');
  const cut = whole.length > MAX_CHARACTERS;
  const text = (cut ? whole.slice(0, MAX_CHARACTERS) : whole).toWellFormed();
  for (const line of text.split('\n')) {
    work.found.lines.set(line, (work.found.lines.get(line) ?? 0) + 1);
  }
  if (cut) work.miss('TEXT_CUT', 'text', 'The page’s text was too long and is cut.');
  await work.put('text.txt', 'text', utf8(text));
  work.found.text = { object: 'text.txt', characters: text.length, frames: parts.length, cut };
}

async function textOfSession(work: Work, sessionId?: string): Promise<readonly string[]> {
  const snapshot = await work.page.send(
    'DOMSnapshot.captureSnapshot',
    { computedStyles: [...SNAPSHOT_STYLES] },
    sessionId,
  );
  return visibleText(snapshot);
}

/** What the quality checks need to know of the page. */
export async function pageFacts(work: Work): Promise<void> {
  work.found.facts = await work.page.evaluate(FACTS);
}
