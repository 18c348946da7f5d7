import type { NetworkRecord } from './network-record.ts';
import { hasCode, type PageSession } from './page-session.ts';
import { framesApart } from './targets.ts';
import { SNAPSHOT_STYLES, visibleText } from './visible-text.ts';

const MAX_FRAMES = 200;

/** The text that a page and its frames show: one part for each document. */
export interface ShownText {
  readonly parts: readonly string[];
  /** Sentences that name what could not be read. */
  readonly unread: readonly string[];
  /** Frames whose process had ended. */
  readonly ended: number;
}

/**
 * Read the shown text of a page and of its frames in other processes.
 * @throws {EvidenceError} CAPTURE_STEP_FAILED - the page itself could not be read
 */
export async function readText(page: PageSession, network: NetworkRecord): Promise<ShownText> {
  const parts: string[] = [...(await textOfSession(page))];
  const unread: string[] = [];
  const apart = framesApart(network.children);
  const frames = apart.filter(({ crashed }) => !crashed);
  const ended = apart.length - frames.length;
  if (ended > 0)
    unread.push('The process of a frame had ended: it shows a sign of that, and has no text.');
  for (const frame of frames.slice(0, MAX_FRAMES)) {
    try {
      parts.push(...(await textOfSession(page, frame.sessionId)));
    } catch (error) {
      if (!hasCode(error, 'CAPTURE_STEP_FAILED')) throw error;
      unread.push('The text of a frame could not be read.');
    }
  }
  if (frames.length > MAX_FRAMES) unread.push(`Only the text of ${MAX_FRAMES} frames was read.`);
  return { parts, unread, ended };
}

async function textOfSession(page: PageSession, sessionId?: string): Promise<readonly string[]> {
  const snapshot = await page.send(
    'DOMSnapshot.captureSnapshot',
    { computedStyles: [...SNAPSHOT_STYLES] },
    sessionId,
  );
  return visibleText(snapshot);
}
