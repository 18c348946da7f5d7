import { flagOf, listOf, numberOf, objectOf, textOf } from './read-json.ts';
import { hasCode, type Realm } from './page-session.ts';
import { FIND_PARTS } from './scroll-script.ts';
import { framesApart } from './targets.ts';
import type { Work } from './work.ts';

/** A part of the page that scrolls inside itself, before it was pictured. */
export interface InnerPlace {
  readonly kind: 'part' | 'frame' | 'page';
  readonly realm: Realm;
  /** Number of the part in its realm. */
  readonly index: number;
  readonly label: string;
  readonly address: string | null;
  /** Things stick inside it, so what two pictures share need not look the same. */
  readonly sticky: boolean;
  /** The frame's element where it is in one, null in the page itself; its place is asked for each time. */
  readonly owner: number | null;
}

/** A frame that could not be looked into. */
export interface ClosedFrame {
  readonly address: string;
  readonly reason: string;
}

/** Every part of the page and of its frames that scrolls inside itself, in the order of the page, its own first. */
export async function findInner(
  work: Work,
): Promise<{ readonly places: readonly InnerPlace[]; readonly closed: readonly ClosedFrame[] }> {
  const places = [...(await partsOf(work, {}, null))];
  const closed: ClosedFrame[] = [];
  for (const frame of await framesOf(work)) {
    const { frameId, address } = frame;
    try {
      const parts = await partsOf(work, frame.realm, address);
      if (parts.length === 0) continue;
      if (frame.deep) closed.push({ address, reason: 'It scrolls in a frame inside a frame.' });
      else {
        const node = await work.page.send('DOM.getFrameOwner', { frameId });
        const owner = numberOf(node, 'backendNodeId');
        places.push(...parts.map((part) => ({ ...part, owner })));
      }
    } catch (error) {
      if (!hasCode(error, 'CAPTURE_STEP_FAILED')) throw error;
      closed.push({ address, reason: 'The frame could not be looked into.' });
    }
  }
  return { places, closed };
}

async function partsOf(
  work: Work,
  realm: Realm,
  address: string | null,
): Promise<readonly InnerPlace[]> {
  const found = await work.page.evaluate(FIND_PARTS, { root: address !== null }, realm);
  return listOf(found, 'parts').map((part, index) => ({
    kind: address === null ? 'part' : 'frame',
    ...{ realm, index, owner: null, address },
    label: textOf(part, 'label').slice(0, 200),
    sticky: flagOf(part, 'sticky'),
  }));
}

interface Frame {
  readonly frameId: string;
  readonly realm: Realm;
  readonly address: string;
  /** It is in a frame itself. */
  readonly deep: boolean;
}

async function framesOf(work: Work): Promise<readonly Frame[]> {
  const tree = objectOf(await work.page.send('Page.getFrameTree'), 'frameTree');
  const frames = below(tree, false);
  for (const { sessionId, crashed } of framesApart(work.network.children)) {
    if (crashed) continue;
    try {
      const own = objectOf(await work.page.send('Page.getFrameTree', {}, sessionId), 'frameTree');
      const top = objectOf(own, 'frame');
      const frameId = textOf(top, 'id');
      const deep = textOf(top, 'parentId') !== textOf(objectOf(tree, 'frame'), 'id');
      frames.push({ ...{ frameId, deep }, realm: { sessionId }, address: textOf(top, 'url') });
      frames.push(
        ...below(own, true).map((one) => ({ ...one, realm: { ...one.realm, sessionId } })),
      );
    } catch (error) {
      // A frame that has gone since it was attached has nothing to show.
      if (!hasCode(error, 'CAPTURE_STEP_FAILED')) throw error;
    }
  }
  return frames;
}

function below(tree: unknown, deep: boolean): Frame[] {
  return listOf(tree, 'childFrames').flatMap((child) => {
    const frame = objectOf(child, 'frame');
    const frameId = textOf(frame, 'id');
    const one = { ...{ frameId, deep }, realm: { frameId }, address: textOf(frame, 'url') };
    return [one, ...below(child, true)];
  });
}
