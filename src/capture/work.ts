import type { Clock } from '#src/core/clock.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { digestOf, newHasher } from '#src/crypto/hash.ts';
import type { ArchiveCounts } from './archive/archive-writer.ts';
import type { CaptureContext } from './context.ts';
import { DoubtList } from './doubt.ts';
import type { NetworkRecord } from './network-record.ts';
import type { CertificateChain } from './network-schema.ts';
import type { PageSession } from './page-session.ts';
import type { Pixels } from './pixels.ts';
import type { CapturePlan, StepName } from './plan.ts';
import type { Preview } from './preview.ts';
import type { PreviewSheets } from './preview-sheets.ts';
import { TraceWork } from './trace-work.ts';
import type { JsonObject } from './devtools-port.ts';
import type {
  CaptureRecord,
  InnerPart,
  MissingPart,
  PictureFacts,
  StoredObject,
  WithoutOverlays,
} from './record.ts';
import type { Sample } from './step-samples.ts';
import type { Piece } from './visible-text.ts';

/** Where a capture's objects go: encrypted to a key of the capture's own before they touch a disk. */
export interface CaptureSink {
  /** @returns digest and size of the bytes as the sink took them */
  put(
    name: string,
    mediaType: string,
    bytes: Uint8Array,
  ): Promise<{ readonly digest: Digest; readonly sizeBytes: number }>;
  /**
   * As {@link put}, for bytes that come piece by piece: none is kept in memory longer than it takes to
   * encrypt it. What the source throws comes out as it is, and nothing of the object is kept then.
   * Needed for a plan with an archive, and only for that.
   */
  putStream?(
    name: string,
    mediaType: string,
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly digest: Digest; readonly sizeBytes: number }>;
}

/** How far a capture has come; for the screen. */
export interface CaptureProgress {
  readonly step: StepName;
  /** Steps done so far, of `total`. */
  readonly done: number;
  readonly total: number;
  /** Within the step, for example tiles taken of tiles planned; null where it has no parts. */
  readonly part: { readonly done: number; readonly total: number } | null;
  /** The small picture as far as it has come; null before the first tile. */
  readonly grown: () => Promise<Preview | null>;
}

/** What the steps have found so far; each step fills its part. */
export interface Found {
  title: string;
  address: string;
  view: Pixels | null;
  viewDifferent: number | null;
  tileDifferent: number | null;
  measure: JsonObject;
  facts: JsonObject | null;
  scroll: PictureFacts['scroll'] | null;
  picture: PictureFacts | null;
  colourShare: number | null;
  heightAfterTiles: number | null;
  text: CaptureRecord['text'];
  dom: { first: Digest | null; beforeTiles: Digest | null; afterTiles: Digest | null };
  settled: boolean;
  waitingPictures: number;
  inFlight: number;
  samples: Sample[];
  inner: InnerPart[];
  /** Their pictures as a screen shows them, by number of the part. */
  innerSheets: Map<number, PreviewSheets>;
  /** Whether every part that scrolls inside itself was looked for and pictured as far as it goes. */
  innerDone: boolean;
  /** Text that came into view while scrolling, by the document it was in. */
  pieces: Map<string, Piece[]>;
  piecesCut: boolean;
  /** Lines that came and went while the page itself was scrolled. */
  passingLines: number;
  passingText: CaptureRecord['passingText'];
  withoutOverlays: WithoutOverlays | null;
  shims: CaptureRecord['provenance']['shims'];
  /** Lines of the page's text as put, and how often each is in it. */
  lines: Map<string, number>;
  preview: Preview | null;
  certificates: CertificateChain[];
  bodies: Map<number, { readonly digest: Digest; readonly sizeBytes: number } | string>;
  archive: ArchiveCounts | null;
}

/** What a step works with. */
export class Work {
  readonly page: PageSession;
  readonly plan: CapturePlan;
  readonly clock: Clock;
  readonly context: CaptureContext;
  readonly network: NetworkRecord;
  readonly objects: StoredObject[] = [];
  readonly missing: MissingPart[] = [];
  readonly doubts = new DoubtList();
  readonly found: Found = newFound();
  readonly trace = new TraceWork();
  readonly #sink: CaptureSink;
  readonly #signal: AbortSignal;
  readonly #tell: (part: CaptureProgress['part']) => void;

  constructor(input: {
    readonly page: PageSession;
    readonly plan: CapturePlan;
    readonly clock: Clock;
    readonly context: CaptureContext;
    readonly network: NetworkRecord;
    readonly sink: CaptureSink;
    readonly signal: AbortSignal;
    readonly tell: (part: CaptureProgress['part']) => void;
  }) {
    this.page = input.page;
    this.plan = input.plan;
    this.clock = input.clock;
    this.context = input.context;
    this.network = input.network;
    this.#sink = input.sink;
    this.#signal = input.signal;
    this.#tell = input.tell;
  }

  /** Report parts of the running step. */
  progress(done: number, total: number): void {
    this.#tell({ done, total });
  }

  /**
   * Put one object and note it with the digest of the bytes that were given.
   * @throws {EvidenceError} CAPTURE_STOPPED - nothing is put after a stop
   * @throws {EvidenceError} DIGEST_MISMATCH - the sink took other bytes
   */
  async put(
    name: string,
    role: StoredObject['role'],
    bytes: Uint8Array,
    parents: readonly string[] = [],
  ): Promise<void> {
    this.#assertGoesOn();
    const stored = await this.#sink.put(name, mediaTypeOf(name), bytes);
    this.#note(name, role, { digest: digestOf(bytes), sizeBytes: bytes.length }, stored, parents);
  }

  /**
   * Put one object that comes piece by piece, see {@link put}.
   * @throws what the pieces' source throws; nothing of the object is kept then
   */
  async putStream(
    name: string,
    role: StoredObject['role'],
    pieces: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const hasher = newHasher();
    let sizeBytes = 0;
    const goesOn = (): void => {
      this.#assertGoesOn();
    };
    async function* hashed(): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        goesOn();
        hasher.update(piece);
        sizeBytes += piece.length;
        yield piece;
      }
    }
    goesOn();
    if (this.#sink.putStream === undefined) throw noStream();
    const stored = await this.#sink.putStream(name, mediaTypeOf(name), hashed());
    this.#note(name, role, { digest: hasher.digest(), sizeBytes }, stored, []);
  }

  #note(
    name: string,
    role: StoredObject['role'],
    given: Pick<StoredObject, 'digest' | 'sizeBytes'>,
    stored: Pick<StoredObject, 'digest' | 'sizeBytes'>,
    parents: readonly string[],
  ): void {
    if (stored.digest !== given.digest || stored.sizeBytes !== given.sizeBytes) {
      throw new EvidenceError('DIGEST_MISMATCH', 'object expected to be stored as it was given');
    }
    this.objects.push({
      name,
      mediaType: mediaTypeOf(name),
      role,
      ...given,
      parents: [...parents],
    });
  }

  #assertGoesOn(): void {
    if (!this.#signal.aborted) return;
    throw new EvidenceError('CAPTURE_STOPPED', 'capture expected to go on, got a stop');
  }

  /** Note that something is not there. */
  miss(code: string, step: StepName | null, text: string): void {
    if (!this.missing.some((part) => part.code === code && part.step === step)) {
      this.missing.push({ code, step, text });
    }
  }
}

function noStream(): TypeError {
  return new TypeError('"sink.putStream" expected for a plan with an archive, got none');
}

function mediaTypeOf(name: string): StoredObject['mediaType'] {
  switch (name.slice(name.lastIndexOf('.'))) {
    case '.txt':
      return 'text/plain; charset=utf-8';
    case '.wacz':
      return 'application/wacz';
    case '.mhtml':
      return 'multipart/related';
    default:
      return 'image/png';
  }
}

/** Nothing found yet. */
export function newFound(): Found {
  return {
    title: '',
    address: '',
    view: null,
    viewDifferent: null,
    tileDifferent: null,
    measure: {},
    facts: null,
    scroll: null,
    picture: null,
    colourShare: null,
    heightAfterTiles: null,
    text: null,
    dom: { first: null, beforeTiles: null, afterTiles: null },
    settled: false,
    waitingPictures: 0,
    inFlight: 0,
    samples: [],
    inner: [],
    innerSheets: new Map(),
    innerDone: false,
    pieces: new Map(),
    piecesCut: false,
    passingLines: 0,
    passingText: null,
    withoutOverlays: null,
    shims: [],
    lines: new Map(),
    preview: null,
    certificates: [],
    bodies: new Map(),
    archive: null,
  };
}
