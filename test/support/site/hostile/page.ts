import type { CaptureCheckView, VisitView } from '#src/contract/views.ts';
import type { CaptureRecord, CaptureState } from '#src/capture/record.ts';
import type { DoubtCode } from '#src/capture/doubt.ts';
import type { RunningApp } from '#test/support/e2e.ts';
import type { InvestigationEvent } from '#src/investigation/events.ts';
import type { PageRefusal } from '#src/investigation/events-review.ts';
import type { Site, SiteRequest, SiteRoutes } from '#scripts/demo-site/server.ts';

/** The groups of hostile pages, by their letter. */
export const GROUPS = {
  A: 'Dialogues and focus',
  B: 'Windows and navigation',
  C: 'Schemes',
  D: 'Network',
  E: 'Size and layout',
  F: 'Process',
  G: 'Deception and text',
  H: 'Aimed at the app',
} as const;

export type Group = keyof typeof GROUPS;

/** Stands in the text of every hostile page: no byte of it may lie on the disk in the clear. */
export const HOSTILE_CANARY = 'HOSTILE-CANARY-8d21f6';

/** What one run of a page came to, as the people at the screens saw it. */
export interface Seen {
  readonly app: RunningApp;
  readonly site: Site;
  /** The visit that was judged: the page's own last one. */
  readonly visit: VisitView;
  /** All visits of the run, its own first. */
  readonly visits: readonly VisitView[];
  /** Null where there was no page to capture. */
  readonly check: CaptureCheckView | null;
  /** What the site was asked for. */
  readonly log: readonly SiteRequest[];
}

/** What stands on record of one run, read from the vault afterwards. */
export interface OnRecord extends Seen {
  readonly events: readonly InvestigationEvent[];
  /** Null where no capture was kept. */
  readonly record: CaptureRecord | null;
  /** The text of the page in the capture; empty where there is none. */
  readonly text: string;
}

/** A server of one page's own. */
export interface Served {
  readonly address: string;
  close(): Promise<void>;
}

/** One hostile page and what must come of it. */
export interface HostilePage {
  /** As in the list of 112. */
  readonly number: number;
  /** Tells pages of one number apart. */
  readonly variant?: string;
  readonly group: Group;
  /** What the page does. */
  readonly title: string;
  /** What must happen, beside what must happen with every page. */
  readonly rule: string;
  /** What is opened: a path of the site, or a whole address. */
  readonly open: string | ((site: Site) => string);
  /** Another server that the page needs; its address is opened in place of `open`. */
  readonly serve?: (site: Site) => Promise<Served>;
  readonly routes?: SiteRoutes;
  /** In the fast third. */
  readonly fast?: true;
  /** Both agree to the pictures of the site first, and the page is reached by a link. */
  readonly pictures?: true;
  /** How long the people look at it before they go on, milliseconds. */
  readonly stayMs?: number;
  /** How the visit may end: `shown`, or codes of failures. */
  readonly outcomes: readonly string[];
  /** How its capture may end; `none` where there is no page to capture. */
  readonly states: readonly (Exclude<CaptureState, 'stopped'> | 'none')[];
  /** Refusals that must be on record. */
  readonly refused?: readonly PageRefusal[];
  /** Doubts that the capture must raise. */
  readonly doubts?: readonly DoubtCode[];
  /** What the people do while it is on its way. */
  readonly meanwhile?: (app: RunningApp) => Promise<void>;
  /** What the people do before they capture. */
  readonly act?: (app: RunningApp, site: Site) => Promise<void>;
  /** The page's own rule, on the screens. */
  readonly seen?: (seen: Seen) => Promise<void> | void;
  /** The page's own rule, on the record. */
  readonly onRecord?: (found: OnRecord) => Promise<void> | void;
}

/** Begin of every hostile page: enough text for a page that is not nearly blank. */
export const START = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Hostile</title><h1>Hostile</h1>
<p>${HOSTILE_CANARY}: some text that people can read, about a made-up pond with made-up ducks.</p>
<p>Another paragraph of it, so that nobody takes this page for a blank one.</p>`;

/** A script that begins a moment after the page has loaded, so that it was seen before it goes wrong. */
export function later(script: string, ms = 400): string {
  return `${START}<script>addEventListener('load', () => setTimeout(() => { ${script} }, ${ms}))</script>`;
}

/** Name of a page in the tests' titles: its number, variant and title. */
export function nameOf({ number, variant, title }: HostilePage): string {
  return `${number}${variant === undefined ? '' : ` ${variant}`}: ${title}`;
}
