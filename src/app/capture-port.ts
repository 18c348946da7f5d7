import type { DevTools } from '#src/capture/devtools-port.ts';
import type { Digest } from '#src/core/digest.ts';
import type { ServerCertificate } from '#src/crypto/server-certificate.ts';
import type { RecordedAccount } from './capture-account.ts';
import type { DeclaredShim, Software } from './ports.ts';

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
  readonly shims: readonly DeclaredShim[];
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
}

/** A small picture of a whole page. */
export interface ScaledPicture {
  readonly png: Uint8Array;
  /** Its px to one device px of the page. */
  readonly scale: number;
}

/** The engine that makes captures; `capture-engine.ts` is the real one, over `src/capture`. */
export interface CaptureEngine {
  recordNetwork(devtools: DevTools): NetworkWitness;
  run(input: {
    readonly devtools: DevTools;
    /** Null when nothing was recorded from the start: the capture then says so. */
    readonly network: NetworkWitness | null;
    readonly facts: CaptureFacts;
    readonly sink: CapturePut;
    readonly onProgress: (progress: CaptureProgress) => void;
    readonly signal: AbortSignal;
  }): Promise<CaptureResult>;
  /**
   * What a stored record says, for the documents made of it.
   * @throws {EvidenceError} CAPTURE_RECORD_MALFORMED - not a capture record
   */
  accountOf(record: Uint8Array): RecordedAccount;
  /** Put a small picture together from the tiles of a stored capture. @param open - decrypts one file by name */
  preview(
    record: Uint8Array,
    open: (name: string) => Promise<Uint8Array>,
  ): Promise<ScaledPicture | null>;
}
