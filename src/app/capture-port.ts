import type { Comparison } from '#src/capture/compare.ts';
import type { Box } from '#src/capture/cut-part.ts';
import type { DevTools } from '#src/capture/devtools-port.ts';
import type { VeiledScroll } from '#src/capture/veil.ts';
import type { Digest } from '#src/core/digest.ts';
import type { EgressFacts } from '#src/core/egress.ts';
import type { TimeSource } from '#src/core/time-source.ts';
import type { ServerCertificate } from '#src/crypto/server-certificate.ts';
import type { SiteException } from '#src/investigation/state.ts';
import type { RecordedAccount } from './capture-account.ts';
import type { ApartPage, DeclaredShim, Software } from './ports.ts';

/** A network record under way: started before navigation, read by the capture, closed with the view. */
export interface NetworkWitness {
  /** Settles when the browser has confirmed that it records; navigate only then. */
  readonly ready: Promise<void>;
  /** Tell what the host's side of the browser saw. */
  witness(request: {
    readonly address: string;
    readonly method: string;
    readonly kind: string;
    readonly seenAt: string;
    /** The agreement that let it through; null where it needed none. */
    readonly exception?: string | null;
  }): void;
  /** Tell of a chain of certificates, when the browser judges it. */
  witnessChain(chain: {
    readonly host: string;
    readonly verdict: 'accepted' | 'refused';
    readonly error: string | null;
    readonly knownRoot: boolean;
    readonly seenAt: string;
    readonly certificates: readonly ServerCertificate[];
  }): void;
  /** Tell what a name led to. */
  witnessLookup(lookup: {
    readonly host: string;
    readonly askedAt: string;
    readonly tookMs: number;
    readonly addresses: readonly string[];
    readonly error: string | null;
  }): void;
  /** Tell which way requests to an origin go, whenever it is another one. */
  witnessWay(way: {
    readonly origin: string;
    readonly way: 'direct' | 'proxy' | 'unknown';
    readonly proxies: readonly string[];
    readonly orDirect: boolean;
    readonly addresses: readonly string[];
    readonly askedAt: string;
    readonly error: string | null;
  }): void;
  close(): void;
}

/** One person as a capture's provenance names them. */
export interface CapturePerson {
  readonly personId: string;
  readonly name: string;
  readonly position: string;
  readonly initials: string;
}

/** What the use case knows about a capture before it runs; goes into the capture record. */
export interface CaptureFacts {
  readonly captureId: string;
  readonly investigationReference: string;
  readonly visitId: string;
  /** Address as committed. */
  readonly address: string;
  readonly redirects: readonly {
    readonly from: string;
    readonly to: string;
    readonly status: number;
  }[];
  readonly status: number | null;
  readonly serverAddress: string | null;
  readonly people: readonly [CapturePerson, CapturePerson];
  readonly computer: {
    readonly computerId: string;
    readonly name: string;
    readonly location: string;
    readonly assetNo: string;
  };
  readonly software: Software;
  readonly sittingId: string;
  readonly pictures: boolean;
  readonly demonstration: boolean;
  /** With which address the school's network goes out, as this sitting learnt it. */
  readonly egress: EgressFacts;
  readonly shims: readonly DeclaredShim[];
  /** Both agreed to a second picture without what lies over the page. */
  readonly overlays: boolean;
  /** Of the page's site and of this sitting, ended ones included. */
  readonly exceptions: readonly SiteException[];
  /** Who asked for a full archive as well; null where nobody did. */
  readonly archive: {
    readonly agreementId: string;
    readonly attestedBy: readonly [string, string];
  } | null;
}

/** Where the bytes of a capture go; the use case encrypts them to the capture's own key. */
export interface CapturePut {
  /** @returns digest and size of the plaintext */
  put(
    name: string,
    mediaType: string,
    bytes: Uint8Array,
  ): Promise<{ readonly digest: Digest; readonly sizeBytes: number }>;
  /** As {@link put}, for bytes that come piece by piece; fails as its source fails, and keeps nothing then. */
  putStream(
    name: string,
    mediaType: string,
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly digest: Digest; readonly sizeBytes: number }>;
}

/** How far a capture is. */
export interface CaptureProgress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
  /** Within the step, such as pictures taken; null where it has no parts. */
  readonly part: { readonly done: number; readonly total: number } | null;
  /** The small picture as far as it has come; null before there is any. */
  readonly grown: () => Promise<ScaledPicture | null>;
}

/** Something that both reviewers have to answer before the capture is kept. */
export interface CaptureDoubt {
  readonly doubtId: string;
  readonly code: string;
  readonly question: string;
  readonly fact: string;
}

/** What came of a capture. */
export interface CaptureResult {
  readonly state: 'complete' | 'partial' | 'failed' | 'stopped';
  /** What is absent, in words; empty only when complete. */
  readonly missing: readonly string[];
  readonly doubts: readonly CaptureDoubt[];
  /** Canonical JSON of the capture record (docs/spec/capture.md); not yet stored. */
  readonly record: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Names of the tiles in page order, top to bottom. */
  readonly tileNames: readonly string[];
  /** Neutral facts for the check panel. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  /** Scaled picture for the check panel, in memory only; null when nothing was pictured. */
  readonly preview: ScaledPicture | null;
  /** Every picture for the check panel, the page's own first. */
  readonly pictures: readonly PictureOnShow[];
}

/** A small picture of a whole page. */
export interface ScaledPicture {
  readonly png: Uint8Array;
  /** Its px to one device px of the page. */
  readonly scale: number;
}

/** One of a capture's pictures as screens show it, in memory only. */
export interface PictureOnShow {
  readonly key: string;
  readonly name: string;
  readonly caption: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tiles: number;
  /** From top to bottom; none where it could not be made small. */
  readonly sheets: readonly ScaledPicture[];
}

/** A stored capture as both look at it. */
export interface CaptureOnShow extends ScaledPicture {
  readonly pictures: readonly PictureOnShow[];
  readonly facts: CaptureResult['facts'];
}

/** What a stored capture record says that documents need. */
export interface RecordedPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Names of the tiles in page order, top to bottom. */
  readonly tileNames: readonly string[];
  /** Device px to a css px. */
  readonly devicePixelRatio: number;
}

/** A part cut out of a recorded picture. */
export interface CutPart {
  /** Device px. */
  readonly px: Box;
  /** Tiles that it was cut from, in their order. */
  readonly tileNames: readonly string[];
  /** Size of the whole picture, device px. */
  readonly picture: { readonly width: number; readonly height: number };
  /** Null where the rectangle has no size, is too large, or isn't wholly in the picture. */
  readonly png: Uint8Array | null;
}

/** A stored capture, to be read. */
export interface StoredCapture {
  readonly record: Uint8Array;
  /** Decrypts one file by name. */
  readonly open: (name: string) => Promise<Uint8Array>;
}

/** One of two captures as it stands beside the other. */
export interface ComparedSide {
  readonly caption: string;
  /** Of the page's own picture from top to bottom, css px; none without a picture. */
  readonly sheets: readonly {
    readonly png: Uint8Array;
    readonly topCss: number;
    readonly heightCss: number;
  }[];
}

/** What changed between two captures, with both. */
export interface ComparedOnShow extends Comparison {
  readonly earlier: ComparedSide;
  readonly later: ComparedSide;
}

/** The engine that makes captures; `capture-engine.ts` is the real one, over `src/capture`. */
export interface CaptureEngine {
  /**
   * Picture what is in view and veil it (docs/spec/veil.md); nothing is kept.
   * @returns a small grey blurred PNG
   * @throws {EvidenceError} CAPTURE_STEP_TIMEOUT, CAPTURE_STEP_FAILED, PAGE_CRASHED, PICTURE_MALFORMED
   */
  veiledPicture(devtools: DevTools): Promise<Uint8Array>;
  /** Scroll by a script of ours. @throws {EvidenceError} CAPTURE_STEP_TIMEOUT, CAPTURE_STEP_FAILED, PAGE_CRASHED */
  scrollVeiled(devtools: DevTools, by: VeiledScroll): Promise<void>;
  recordNetwork(devtools: DevTools): NetworkWitness;
  run(input: {
    readonly devtools: DevTools;
    /** Null when nothing was recorded from the start: the capture then says so. */
    readonly network: NetworkWitness | null;
    readonly facts: CaptureFacts;
    /** Asked when it begins; it waits for none of them. Empty where none is configured. */
    readonly timeSources: readonly TimeSource[];
    /** Opens an address once more in a fresh session; null where no second request was agreed to. */
    readonly openApart:
      | ((
          address: string,
          prepare: (devtools: DevTools) => Promise<void>,
          signal: AbortSignal,
        ) => Promise<ApartPage>)
      | null;
    readonly sink: CapturePut;
    readonly onProgress: (progress: CaptureProgress) => void;
    readonly signal: AbortSignal;
  }): Promise<CaptureResult>;
  /**
   * What a stored record says about its picture.
   * @throws {EvidenceError} CAPTURE_RECORD_MALFORMED - not a capture record
   */
  pictureOf(record: Uint8Array): RecordedPicture | null;
  /**
   * What a stored record says, for the documents made of it.
   * @throws {EvidenceError} CAPTURE_RECORD_MALFORMED - not a capture record
   */
  accountOf(record: Uint8Array): RecordedAccount;
  /**
   * Cut a part out of a stored picture, tile by tile.
   * @param css - whole css px
   * @param maxPx - most device px
   * @returns null where nothing was pictured
   */
  cut(
    record: Uint8Array,
    css: Box,
    maxPx: number,
    open: (name: string) => Promise<Uint8Array>,
  ): Promise<CutPart | null>;
  /**
   * What changed between two stored captures, with their pictures in sheets.
   * @throws {EvidenceError} CAPTURE_RECORD_MALFORMED, PICTURE_MALFORMED, and what `open` throws
   */
  compare(earlier: StoredCapture, later: StoredCapture): Promise<ComparedOnShow>;
  /** Put small pictures together from the tiles of a stored capture. @param open - decrypts one file by name */
  preview(
    record: Uint8Array,
    open: (name: string) => Promise<Uint8Array>,
  ): Promise<CaptureOnShow | null>;
}
