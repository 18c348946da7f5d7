import type { DevTools } from '#src/capture/devtools-port.ts';
import type { Clock } from '#src/core/clock.ts';
import type { Digest } from '#src/core/digest.ts';
import type { EvidenceErrorCode } from '#src/core/errors.ts';
import type { NetworkAsker } from '#src/core/network-asker.ts';
import type { RandomBytes } from '#src/core/ids.ts';
import type { ServerCertificate } from '#src/crypto/server-certificate.ts';
import type { KeyWorker } from '#src/crypto/key-worker.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import type { OsKeyStore } from '#src/vault/ports.ts';
import type { CaptureEngine } from './capture-port.ts';
import type { Documents } from './documents-port.ts';
import type { PackBuilder } from './pack-port.ts';

/** Where the review view lies in the window, in CSS pixels; 0 × 0 hides it. */
export interface ViewBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The review browser: ONE hardened view at a time, with a fresh in-memory session for each.
 * `electron/review` makes it; everything that happens in it comes back as {@link ReviewEvent}s.
 */
export interface ReviewBrowser {
  /**
   * Tear down the view there is, make a new one and start loading. Resolves once the view exists and
   * the request was started; the outcome comes by events.
   * @param address - as typed; the browser decides what is allowed
   * @param options.pictures - false: text first, no picture, medium or font is even requested
   * @param options.veiled - true only with `pictures`: they are loaded, but no pixel of the page reaches the
   * screen, and no key or click reaches the page
   * @param options.allowLoopback - true only in a vault made as a demonstration
   * @param options.session - name of a session to continue, kept in memory from view to view until `close`, or until
   * a view is opened with another name or without one; null: a fresh one that ends with its view
   * @param options.logIn - the page's own forms are not held back by a script of ours, but only by what is allowed;
   * nothing of such a view is captured
   * @param options.prepare - awaited once the view exists and before anything is requested (the network record
   * starts here); when it rejects, nothing is loaded and `open` rejects
   * @throws {EvidenceError} ADDRESS_INVALID, ADDRESS_SCHEME, ADDRESS_PRIVATE - before anything is requested
   */
  open(
    address: string,
    options: {
      readonly pictures: boolean;
      readonly veiled?: boolean;
      readonly allowLoopback: boolean;
      readonly session?: string | null;
      readonly logIn?: boolean;
      readonly prepare?: (devtools: DevTools) => Promise<void>;
    },
  ): Promise<void>;
  /**
   * What the page may do beside reading, from now on: exactly these. Nothing is left of them after `close`.
   * @param allowances - each agreed by both for one site
   */
  allow(allowances: readonly SiteAllowance[]): void;
  /** The scripts that this browser adds to every page, declared in every capture; empty when there is none. */
  readonly shims: readonly DeclaredShim[];
  /**
   * Open an address once more beside the page there is: in a view that is never shown, with a session of its own,
   * under the same guards. Nothing of it comes as an event. {@link ReviewBrowser.close} ends it as well.
   * @param options.prepare - as for `open`
   * @param options.signal - aborting it takes the view away at once
   * @returns once it has loaded; whoever asked closes it
   * @throws {EvidenceError} ADDRESS_…, PAGE_… - as `failed` says it; CAPTURE_STOPPED - it was aborted or closed
   */
  openApart(
    address: string,
    options: {
      readonly pictures: boolean;
      readonly allowLoopback: boolean;
      readonly prepare: (devtools: DevTools) => Promise<void>;
      readonly signal: AbortSignal;
    },
  ): Promise<ApartPage>;
  goBack(): void;
  reload(): void;
  /** Whether `goBack` would do something. */
  canGoBack(): boolean;
  /** Take effect at once and for later views; 0 × 0 hides. */
  setBounds(bounds: ViewBounds): void;
  /** Give the page the keyboard; nothing when there is no page or it has no room. */
  focus(): void;
  /**
   * Synchronous tear-down: on return the page is gone from the screen. Safe to call when there is none.
   * @param options.keepSession - a session with a name waits for the next view of that name; else it is cleared
   */
  close(options?: { readonly keepSession: boolean }): void;
  /** For capture; null when there is no page. */
  devtools(): DevTools | null;
  /** @returns a function that removes the listener */
  onEvent(listener: (event: ReviewEvent) => void): () => void;
  /**
   * Answer a `proxy-asks`; one that is open no more is left alone. It may answer while the event is told.
   * @param login - kept no longer than the view; null lets the request go without, and a page that it was comes to nothing
   */
  answerProxy(questionId: string, login: ProxyLogin | null): void;
}

/** A name and password for a proxy as somebody typed them: never written anywhere. */
export interface ProxyLogin {
  readonly name: string;
  readonly password: string;
}

/** A page that was opened beside the one under review, and is never shown. */
export interface ApartPage {
  readonly devtools: DevTools;
  /** Safe to call twice. */
  close(): void;
}

/** What may be sent to one site because both agreed: by its scripts, in a log-in, by a notice about consent. */
export interface SiteAllowance {
  readonly agreementId: string;
  /** The first three let something be sent; `logged-in` lets nothing and keeps sockets closed. */
  readonly what: 'script-posts' | 'viewing-account' | 'consent-banner' | 'logged-in';
  /** Scheme and host with its port, lower case. */
  readonly site: string;
}

/** A script of ours in every page under review, e.g. one that neutralises `window.print`. */
export interface DeclaredShim {
  readonly name: string;
  readonly purpose: string;
  /** Of its source text. */
  readonly digest: Digest;
}

/** What a page tried and was refused. */
export type RefusedByBrowser =
  | 'pop-up'
  | 'download'
  | 'permission'
  | 'dialogue'
  | 'post'
  | 'private-address'
  | 'scheme'
  | 'log-in'
  | 'client-certificate'
  | 'print'
  | 'media'
  | 'file-chooser'
  | 'other-site';

/** What happens in the review browser, in the order in which it happens. Everything is page-controlled text. */
export type ReviewEvent =
  /** A top-level navigation began: by `open`, by a link, by history, by the page's script. */
  | { readonly kind: 'started'; readonly address: string }
  | {
      readonly kind: 'redirected';
      readonly from: string;
      readonly to: string;
      readonly status: number;
    }
  | {
      readonly kind: 'committed';
      readonly address: string;
      readonly status: number | null;
      readonly serverAddress: string | null;
    }
  /** The address changed without a request (history API, fragment). */
  | { readonly kind: 'in-page'; readonly address: string }
  | { readonly kind: 'titled'; readonly title: string }
  | { readonly kind: 'finished' }
  /** What started last came to nothing (its `failed` came before), and the page that was there is there still. */
  | { readonly kind: 'stayed' }
  /** PAGE_UNREACHABLE, PAGE_CERTIFICATE, PAGE_NEVER_LOADED, PAGE_DOWNLOAD, PAGE_CRASHED, PAGE_FAILED, ADDRESS_…; `detail` is the network error's own name. */
  | {
      readonly kind: 'failed';
      readonly address: string;
      readonly code: EvidenceErrorCode;
      readonly detail: string;
      /** What a server sent whose certificate was refused, leaf first; empty for any other failure. */
      readonly certificates: readonly ServerCertificate[];
    }
  /** A chain of certificates that Chromium judged, once for each host and chain. */
  | {
      readonly kind: 'certificate';
      readonly host: string;
      readonly verdict: 'accepted' | 'refused';
      readonly error: string | null;
      readonly knownRoot: boolean;
      readonly certificates: readonly ServerCertificate[];
    }
  /** What a name led to when the review browser asked, before the request it asked for. */
  | {
      readonly kind: 'lookup';
      readonly host: string;
      readonly tookMs: number;
      readonly addresses: readonly string[];
      readonly error: string | null;
    }
  /** Which way requests to an origin go by the system's settings, once for each way it was told. */
  | {
      readonly kind: 'way';
      readonly origin: string;
      readonly way: 'direct' | 'proxy' | 'unknown';
      /** In the order in which they are tried, such as `http://proxy.example:3128`. */
      readonly proxies: readonly string[];
      /** Whether it goes past them where none answers. */
      readonly orDirect: boolean;
      /** Of the proxies. */
      readonly addresses: readonly string[];
      readonly error: string | null;
    }
  /**
   * The proxy that the settings name for a request wants a name and password: requests wait until
   * {@link ReviewBrowser.answerProxy}, and so does the page's time.
   */
  | {
      readonly kind: 'proxy-asks';
      readonly questionId: string;
      /** Host and port. */
      readonly proxy: string;
      /** The proxy's own word. */
      readonly realm: string;
      readonly scheme: string;
      /** What it was answered last was not right. */
      readonly wrong: boolean;
      /** Of a page that is never shown. */
      readonly isApart: boolean;
    }
  /** `address` is what was asked for; of a dialogue, the words that it would have shown. */
  | { readonly kind: 'refused'; readonly what: RefusedByBrowser; readonly address: string | null }
  /**
   * One request as Electron's `webRequest` saw it: an independent witness of the network record. Told
   * once when it is `asked` for (or `blocked` by us), so that one without an end is in it, and again when it ends.
   */
  | {
      readonly kind: 'exchange';
      readonly witness: 'web-request';
      readonly address: string;
      readonly method: string;
      readonly resourceType: string;
      readonly outcome: 'asked' | 'blocked' | 'completed' | 'failed';
      /** The agreement that let it through; null where it needed none. */
      readonly exception: string | null;
      readonly status: number | null;
      readonly serverAddress: string | null;
    };

/** Tagged PDF from one self-contained HTML document; the printing view has no network. */
export interface PdfPrinter {
  /** @throws {EvidenceError} FORM_RENDER_FAILED - it could not be printed in time */
  print(html: string): Promise<Uint8Array>;
}

/** Asks where to save, writes, re-reads and compares. */
export interface FileSaver {
  /**
   * @returns false when the person chose not to
   * @throws {EvidenceError} PACK_WRITE_FAILED - what was read back is not what was written
   */
  save(suggestedName: string, bytes: Uint8Array): Promise<boolean>;
}

/** Timers, so that tests own the time. */
export interface Scheduler {
  /** Call `run` once after `delayMs`. @returns a function that cancels it */
  after(delayMs: number, run: () => void): () => void;
}

/** Versions that stand in every capture and pack. */
export interface Software {
  readonly name: string;
  readonly version: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** E.g. `win32 10.0.26100 x64`. */
  readonly platform: string;
  /** True on the Chromium host: "Preview: not for live evidence". */
  readonly preview: boolean;
}

/** Everything the use cases need from outside. `electron/main.ts` builds it once and passes it in. */
export interface AppPorts {
  /** Absolute path of the vault folder, which need not exist yet. */
  readonly vaultPath: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly keyWorker: KeyWorker;
  readonly osKeyStore: OsKeyStore;
  readonly browser: ReviewBrowser;
  readonly pdf: PdfPrinter;
  readonly saver: FileSaver;
  readonly software: Software;
  readonly scheduler: Scheduler;
  readonly capture: CaptureEngine;
  /** Asks the school's time server and the like; only what the settings name. */
  readonly network: NetworkAsker;
  readonly documents: Documents;
  readonly packs: PackBuilder;
  readonly openStore: (path: string, options: { readonly holder: string }) => VaultStore;
  readonly createStore: (path: string, options: { readonly holder: string }) => VaultStore;
  readonly isVault: (path: string) => boolean;
  readonly assertLocalFolder: (path: string) => void;
}

/** Real timers. */
export const realScheduler: Scheduler = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
