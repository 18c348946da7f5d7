import type { Digest } from '#src/core/digest.ts';
import type { FormPerson } from './input.ts';

/** What the reviewers said to one doubtful point before they kept the capture. */
export interface AnsweredDoubt {
  readonly question: string;
  /** What was counted or measured. */
  readonly fact: string;
  readonly answer: string;
}

/** A capture as it is told in plain words; all of it stands in the capture record or the ledger. */
export interface CaptureAccount {
  readonly exhibitRef: string;
  readonly state: 'complete' | 'partial' | 'failed' | 'stopped';
  /** Of the capture record. */
  readonly digest: Digest;
  readonly requestedAddress: string;
  readonly address: string;
  readonly title: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly status: number | null;
  readonly redirects: number;
  readonly serverAddress: string | null;
  /** How the page came, by the system's settings. */
  readonly way: {
    readonly kind: 'direct' | 'proxy' | 'unknown';
    /** Host and port; null without one. */
    readonly proxy: string | null;
    /** Whether the server's recorded address is the proxy's; null where that isn't known. */
    readonly serverIsProxy: boolean | null;
  };
  /** Null where the connection was not encrypted or that is not known. */
  readonly tls: {
    /** E.g. `TLS 1.3`; null where only the certificate is known. */
    readonly protocol: string | null;
    readonly issuer: string;
    /** The certificate is not the site's own but one of something on the way, such as a filter. */
    readonly filtered: boolean;
  } | null;
  readonly first: FormPerson;
  readonly second: FormPerson;
  readonly computer: { readonly name: string; readonly location: string; readonly assetNo: string };
  /** Name, version and browser, e.g. `Countersign 0.1.0, Chromium 156`. */
  readonly software: string;
  readonly picturesLoaded: boolean;
  /** Null where no picture of the page could be made. */
  readonly picture: {
    readonly widthPx: number;
    readonly heightPx: number;
    readonly devicePixelRatio: number;
    readonly tiles: number;
    readonly overlaps: { readonly compared: number; readonly different: number };
  } | null;
  /** What there is besides the picture of the page. */
  readonly others: {
    /** The second picture, of a state that we made; null where there is none. */
    readonly withoutOverlays: { readonly tiles: number } | null;
    /** Views at places drawn by lot. */
    readonly samples: number;
    /** Parts that scroll inside themselves with pictures of their own; and those not pictured to their end. */
    readonly inner: number;
    readonly innerNotWhole: number;
    /** Lines that came and went while the page was scrolled. */
    readonly passingLines: number;
  };
  /** What came of a second request in words; null where none was agreed to or made. */
  readonly secondRequest: string | null;
  readonly textCharacters: number | null;
  readonly requests: {
    readonly recorded: number;
    readonly missed: number;
    readonly witnessed: boolean;
  };
  readonly clock: {
    readonly timeZone: string;
    /** Median difference to servers' clocks, milliseconds; null where none said its time. */
    readonly offsetMs: number | null;
    readonly servers: number;
    readonly steppedMs: number;
    /** What the school's time servers said, each a sentence without its full stop; none where none is configured. */
    readonly timeServers: readonly string[];
  };
  /** With which address the school's network goes out, a sentence without its full stop. */
  readonly egress: string;
  /** What the site was allowed beside reading, each agreed by both. */
  readonly exceptions: readonly {
    readonly exception: 'script-posts' | 'viewing-account' | 'consent-banner';
    readonly site: string;
    /** Of a log-in: the school's account. */
    readonly account: string | null;
    /** The time in which something could be sent, before the page was loaded anew for the capture. */
    readonly phase: {
      readonly endedAt: string;
      readonly how: 'done' | 'given-up' | 'time';
      readonly pressed: 'refused-all' | 'accepted-all' | 'chose-some' | 'closed' | null;
    } | null;
    readonly begunAt: string;
    readonly endedAt: string | null;
    /** Requests that it let through. */
    readonly requests: number;
  }[];
  /** Names and purposes of every script of ours in the page. */
  readonly shims: readonly { readonly name: string; readonly purpose: string }[];
  readonly missing: readonly string[];
  readonly doubts: readonly AnsweredDoubt[];
}

/** Everything "How this was captured" is filled from. */
export interface HowCapturedInput {
  readonly schoolName: string;
  readonly reference: string;
  readonly demonstration: boolean;
  readonly preview: boolean;
  readonly captures: readonly CaptureAccount[];
}
