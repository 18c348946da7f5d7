import type { HostSession } from './session.ts';
import type { HostWebContents } from './web-contents.ts';

/** Every target the host opened, and every frame seen in one. */
const owners = new Map<string, HostWebContents>();
const workers = new Map<string, HostSession>();
const popups = new Set<string>();

/** Note a worker that belongs to a partition rather than to one page. */
export function claimWorker(targetId: string, session: HostSession): void {
  workers.set(targetId, session);
}

/** Note a page that is not ours: nothing it asks for is let through. */
export function notePopup(targetId: string): void {
  popups.add(targetId);
}

/** Note whose frame or target it is; null when it has gone. */
export function claim(frameId: string, contents: HostWebContents | null): void {
  if (contents === null) owners.delete(frameId);
  else owners.set(frameId, contents);
}

/** @returns the view that the frame or target belongs to */
export function ownerOf(frameId: string): HostWebContents | undefined {
  return owners.get(frameId);
}

/** Who a request belongs to: a view (and its frame), or a worker of a partition. */
export interface Requester {
  readonly session: HostSession;
  readonly contents: HostWebContents | null;
}

/**
 * A request can be reported before its frame or worker is: wait for that, but not for long.
 * @returns null when it belongs to nothing of ours (a pop-up, a page of the browser itself)
 */
export async function requesterOf(frameId: string): Promise<Requester | null> {
  for (let tries = 0; tries < 40; tries += 1) {
    const contents = owners.get(frameId);
    if (contents !== undefined) return { session: contents.session, contents };
    const session = workers.get(frameId);
    if (session !== undefined) return { session, contents: null };
    if (popups.has(frameId)) return null;
    await new Promise((resolve) => setTimeout(resolve, 5 + tries));
  }
  return null;
}
