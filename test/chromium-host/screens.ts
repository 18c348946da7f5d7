import { allWindows } from './base-window.ts';
import type { BaseWindow } from './base-window.ts';
import type { Bounds } from './view.ts';
import { WebContentsView } from './view.ts';
import { fields, flag, list, number, text } from './values.ts';
import type { Fields } from './values.ts';
import type { HostWebContents } from './web-contents.ts';

/** One element as assistive technology sees it, at its place in the window. */
export interface Found {
  readonly role: string;
  readonly name: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly bounds: Bounds | null;
  readonly backendNodeId: number;
}

/** How names are compared: the whole name, or any part of it whatever the case. */
export interface FindOptions {
  readonly exact?: boolean;
  /** Which of several, from 0. Without it more than one is an error. */
  readonly nth?: number;
}

/** @throws {Error} no window is open */
export function firstWindow(): BaseWindow {
  const [window] = allWindows();
  if (window === undefined) throw new Error('no window is open');
  return window;
}

/** @returns the window's views: the trusted screens first, which have a preload, wherever they lie */
export function viewsOf(window: BaseWindow): WebContentsView[] {
  const views = window.contentView.children.filter((one) => one instanceof WebContentsView);
  const isScreens = ({ webContents }: WebContentsView): boolean => webContents.preload !== null;
  return [...views.filter(isScreens), ...views.filter((one) => !isScreens(one))];
}

/** @returns the page of the trusted screens */
export function screensOf(window: BaseWindow): HostWebContents {
  const [view] = viewsOf(window);
  if (view === undefined) throw new Error('the window has no view');
  return view.webContents;
}

/** @returns every element of that role and name that assistive technology can reach, in document order */
export async function queryScreens(
  contents: HostWebContents,
  role: string,
  name: string,
  exact: boolean,
): Promise<Found[]> {
  const root = await contents.command('Runtime.evaluate', { expression: 'document' });
  const objectId = text(root['result'], 'objectId');
  const answer = await contents.command('Accessibility.queryAXTree', {
    objectId,
    ...(role === '' ? {} : { role }),
    ...(exact && name !== '' ? { accessibleName: name } : {}),
  });
  contents.post('Runtime.releaseObject', { objectId });
  const wanted = name.toLowerCase();
  return list(answer, 'nodes')
    .filter((node) => !flag(node, 'ignored'))
    .map((node) => describe(fields(node)))
    .filter((found) => exact || found.name.toLowerCase().includes(wanted));
}

/** @returns where the element is in the view, scrolled into sight first; null when it has no box */
export async function boxOf(
  contents: HostWebContents,
  backendNodeId: number,
): Promise<Bounds | null> {
  try {
    await contents.command('DOM.scrollIntoViewIfNeeded', { backendNodeId });
    const quads = list(await contents.command('DOM.getContentQuads', { backendNodeId }), 'quads');
    const [quad] = quads;
    if (!Array.isArray(quad)) return null;
    const points = quad.map((at) => Number(at) * contents.picture.factor);
    const xs = points.filter((_, index) => index % 2 === 0);
    const ys = points.filter((_, index) => index % 2 === 1);
    const x = Math.min(...xs);
    const y = Math.min(...ys);
    return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
  } catch {
    return null;
  }
}

/** @throws {Error} none is there, or several and `nth` does not choose */
export function choose(
  found: readonly Found[],
  role: string,
  name: string,
  nth: number | undefined,
): Found {
  const one = found[nth ?? 0];
  if (one === undefined) throw new Error(`no ${role} called "${name}"`);
  if (nth === undefined && found.length > 1)
    throw new Error(`${String(found.length)} of ${role} called "${name}"`);
  return one;
}

function describe(node: Fields): Found {
  const properties = list(node, 'properties');
  const property = (name: string): unknown =>
    fields(fields(properties.find((one) => text(one, 'name') === name))['value'])['value'];
  const value: unknown = fields(node['value'])['value'];
  return {
    role: text(node['role'], 'value'),
    name: text(node['name'], 'value'),
    value: typeof value === 'string' || typeof value === 'number' ? String(value) : '',
    disabled: property('disabled') === true,
    bounds: null,
    backendNodeId: number(node, 'backendDOMNodeId'),
  };
}
