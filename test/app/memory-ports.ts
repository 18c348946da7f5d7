import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RecordedAccount } from '#src/app/capture-account.ts';
import type {
  CaptureEngine,
  CaptureFacts,
  CaptureResult,
  NetworkWitness,
} from '#src/app/capture-port.ts';
import type { Documents } from '#src/app/documents-port.ts';
import type { PackBuilder } from '#src/app/pack-port.ts';
import type { PackInput } from '#src/pack/input.ts';
import type {
  ApartPage,
  AppPorts,
  ProxyLogin,
  ReviewBrowser,
  ReviewEvent,
  Scheduler,
  SiteAllowance,
} from '#src/app/ports.ts';
import type { Comparison } from '#src/capture/compare.ts';
import type { DevTools } from '#src/capture/devtools-port.ts';
import { concatBytes, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { NetworkAsker } from '#src/core/network-asker.ts';
import type { TimeReading, TimeSource } from '#src/core/time-source.ts';
import { canonicalBytes, parseCanonical } from '#src/core/canonical-json.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { startKeyWorker, type KeyWorker } from '#src/crypto/key-worker.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { createStore, isVault, openStore } from '#src/store/store.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { TEST_LOG_N, testClock, testKeyStore, type TestClock } from '#test/support/vault.ts';

/** A review browser that shows nothing and says what it is told to say. */
export class MemoryBrowser implements ReviewBrowser {
  readonly shims = [];
  readonly opened: {
    readonly address: string;
    readonly pictures: boolean;
    readonly veiled: boolean;
    readonly allowLoopback: boolean;
    readonly session: string | null;
  }[] = [];
  /** How each address answers; missing ones answer 200 at once. */
  readonly answers = new Map<string, readonly ReviewEvent[]>();
  focused = 0;
  closed = 0;
  #listeners: ((event: ReviewEvent) => void)[] = [];
  #open = false;

  async open(
    address: string,
    options: {
      readonly pictures: boolean;
      readonly veiled?: boolean;
      readonly allowLoopback: boolean;
      readonly session?: string | null;
      readonly logIn?: boolean;
      readonly prepare?: (devtools: DevTools) => Promise<void>;
    },
  ): Promise<void> {
    if (!address.startsWith('http'))
      throw new EvidenceError('ADDRESS_SCHEME', 'address expected http or https');
    this.#open = true;
    await options.prepare?.(NO_DEVTOOLS);
    const { pictures, veiled = false, allowLoopback, session = null } = options;
    this.opened.push({ address, pictures, veiled, allowLoopback, session });
    this.emit({ kind: 'started', address });
    for (const event of this.answers.get(address) ?? plainAnswer(address)) this.emit(event);
  }

  /** Say that something happened in the page. */
  emit(event: ReviewEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  readonly apart: string[] = [];

  openApart(address: string): Promise<ApartPage> {
    this.apart.push(address);
    return Promise.resolve({ devtools: NO_DEVTOOLS, close: () => undefined });
  }

  /** What was allowed, each time. */
  readonly allowed: (readonly SiteAllowance[])[] = [];

  allow(allowances: readonly SiteAllowance[]): void {
    this.allowed.push(allowances);
  }

  /** What proxies were answered. */
  readonly proxyAnswers: { readonly questionId: string; readonly login: ProxyLogin | null }[] = [];

  answerProxy(questionId: string, login: ProxyLogin | null): void {
    this.proxyAnswers.push({ questionId, login });
  }

  goBack(): void {
    this.emit({ kind: 'started', address: 'https://feed.example/before' });
  }

  canGoBack(): boolean {
    return this.opened.length > 1;
  }

  reload(): void {}
  setBounds(): void {}
  focus(): void {
    this.focused += 1;
  }

  /** How often a session was cleared. */
  cleared = 0;

  close(options: { readonly keepSession: boolean } = { keepSession: false }): void {
    if (!options.keepSession) this.cleared += 1;
    this.closed += 1;
    this.#open = false;
  }

  devtools(): DevTools | null {
    return this.#open ? NO_DEVTOOLS : null;
  }

  /** Whether a page is in it. */
  get hasPage(): boolean {
    return this.#open;
  }

  onEvent(listener: (event: ReviewEvent) => void): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener);
    };
  }
}

const NO_DEVTOOLS: DevTools = {
  send: () => Promise.reject(new EvidenceError('CAPTURE_STEP_FAILED', 'no page behind it')),
  onEvent: () => () => undefined,
  crash: () => undefined,
};

/** An ordinary page that loads. */
export function plainAnswer(address: string, status = 200): readonly ReviewEvent[] {
  return [
    { kind: 'committed', address, status, serverAddress: '192.0.2.7' },
    { kind: 'titled', title: 'A page' },
    { kind: 'finished' },
  ];
}

/** What came of a capture over which something lies. */
export const COVERED: Partial<CaptureResult> = {
  state: 'partial',
  doubts: [
    {
      doubtId: 'd1',
      code: 'CONSENT',
      question: 'Does it matter?',
      fact: '40 % of the view is covered.',
    },
  ],
};

/** Time server and egress server in memory; each asked address is noted. */
export class MemoryNetwork implements NetworkAsker {
  readonly asked: string[] = [];
  readonly loopback: boolean[] = [];
  reading: TimeReading | EvidenceError = {
    ...{ offsetMs: 300, delayMs: 4, withinMs: 7, stratum: 2, samples: 3 },
  };
  egress: string | EvidenceError = '203.0.113.7';
  /** Answers wait for it. */
  until: Promise<void> = Promise.resolve();

  timeSource(timeServer: string, allowLoopback: boolean): TimeSource {
    return {
      name: `sntp://${timeServer}`,
      ask: () => this.#answer(timeServer, allowLoopback, this.reading),
    };
  }

  egressAddress(source: string, allowLoopback: boolean): Promise<string> {
    return this.#answer(source, allowLoopback, this.egress);
  }

  async #answer<T>(whom: string, loopback: boolean, answer: T | EvidenceError): Promise<T> {
    this.asked.push(whom);
    this.loopback.push(loopback);
    await this.until;
    if (answer instanceof EvidenceError) throw answer;
    return answer;
  }
}

/** A capture engine that makes small captures, with what a test tells it. */
export class MemoryCapture implements CaptureEngine {
  networks = 0;
  /** Runs in the middle of the next capture. */
  during: (() => void | Promise<void>) | null = null;
  outcome: Partial<CaptureResult> = {};
  /** What its site was allowed, at each capture. */
  readonly exceptions: CaptureFacts['exceptions'][] = [];
  /** Who asked for an archive of each capture. */
  readonly archives: CaptureFacts['archive'][] = [];
  /** Whether each capture was to have a second picture, and a second request. */
  readonly plans: { readonly overlays: boolean; readonly secondLook: boolean }[] = [];
  /** Facts and time sources of each capture. */
  readonly given: { readonly facts: CaptureFacts; readonly timeServers: readonly string[] }[] = [];
  /** Runs between the two pieces of an archive. */
  betweenPieces: (() => void | Promise<void>) | null = null;

  recordNetwork(): NetworkWitness {
    this.networks += 1;
    return {
      ready: Promise.resolve(),
      witness: () => undefined,
      witnessChain: () => undefined,
      witnessLookup: () => undefined,
      witnessWay: () => undefined,
      close: () => undefined,
    };
  }

  async run(input: Parameters<CaptureEngine['run']>[0]): Promise<CaptureResult> {
    const { sink, onProgress, signal, facts } = input;
    const png = utf8(`PNG CANARY-PIXELS ${facts.captureId}`);
    const grown = () => Promise.resolve({ png, scale: 0.5 });
    const part = { done: 1, total: 1 };
    onProgress({ step: 'Taking the pictures of the page', done: 0, total: 2, part, grown });
    const tile = await sink.put('tile-0001.png', 'image/png', png);
    await this.during?.();
    if (!signal.aborted)
      await sink.put('text.txt', 'text/plain; charset=utf-8', utf8('CANARY-PAGE-TEXT'));
    this.given.push({ facts, timeServers: input.timeSources.map(({ name }) => name) });
    this.archives.push(facts.archive);
    this.exceptions.push(facts.exceptions);
    this.plans.push({ overlays: facts.overlays, secondLook: input.openApart !== null });
    if (facts.archive !== null && !signal.aborted)
      await sink.putStream('archive.wacz', 'application/wacz', this.#pieces());
    onProgress({ step: 'Reading the text', done: 1, total: 2, part: null, grown });
    const record = canonicalBytes({ captureId: facts.captureId, tile: tile.digest });
    const state = signal.aborted ? 'stopped' : 'complete';
    return {
      ...{
        state,
        missing: [],
        doubts: [],
        record,
        widthPx: 10,
        heightPx: 20,
        tileNames: ['tile-0001.png'],
        facts: [],
      },
      preview: { png, scale: 0.5 },
      pictures: [{ ...memoryPictureOnShow, sheets: [{ png, scale: 0.5 }] }],
      ...this.outcome,
    };
  }

  async *#pieces(): AsyncGenerator<Uint8Array> {
    yield utf8('CANARY-ARCHIVE first ');
    await this.betweenPieces?.();
    yield utf8('CANARY-ARCHIVE second');
  }

  /** How often a veiled page was pictured; an error to throw instead. */
  photographs = 0;
  photographFails: EvidenceError | null = null;
  /** Runs while a veiled page is pictured. */
  whilePicturing: (() => void | Promise<void>) | null = null;
  readonly scrolled: string[] = [];

  async veiledPicture(): Promise<Uint8Array> {
    this.photographs += 1;
    await this.whilePicturing?.();
    if (this.photographFails !== null) throw this.photographFails;
    return utf8(`VEILED ${this.photographs}`);
  }

  scrollVeiled(_devtools: DevTools, by: string): Promise<void> {
    this.scrolled.push(by);
    return Promise.resolve();
  }

  pictureOf(record: Uint8Array) {
    parseCanonical(record);
    return { widthPx: 10, heightPx: 20, devicePixelRatio: 1, tileNames: ['tile-0001.png'] };
  }

  async cut(
    record: Uint8Array,
    css: Parameters<CaptureEngine['cut']>[1],
    maxPx: number,
    open: (name: string) => Promise<Uint8Array>,
  ) {
    parseCanonical(record);
    const fits = css.width > 0 && css.width * css.height <= maxPx;
    const png = fits ? concatBytes(await open('tile-0001.png'), utf8(' CANARY-PART')) : null;
    const picture = { width: 10, height: 20 };
    return { px: css, picture, tileNames: ['tile-0001.png'], png };
  }

  accountOf(bytes: Uint8Array): RecordedAccount {
    const { captureId } = parseCanonical(bytes) as { captureId: string };
    return {
      account: memoryAccount,
      doubts: [],
      tileNames: ['tile-0001.png'],
      others: [],
      record: { captureId },
    };
  }

  async compare(...both: Parameters<CaptureEngine['compare']>) {
    const sides = both.map(async ({ record, open }) => {
      parseCanonical(record);
      const sheet = { png: await open('tile-0001.png'), topCss: 0, heightCss: 20 };
      return { caption: 'The page as it stood.', sheets: [sheet] };
    });
    const [earlier, later] = [await sides[0], await sides[1]];
    if (earlier === undefined || later === undefined) throw new TypeError('two expected');
    await this.whileComparing?.();
    return { ...memoryComparison, earlier, later };
  }

  /** Runs once both are open, before what changed is said. */
  whileComparing: (() => void | Promise<void>) | null = null;

  async preview(record: Uint8Array, open: (name: string) => Promise<Uint8Array>) {
    parseCanonical(record);
    const sheet = { png: await open('tile-0001.png'), scale: 1 };
    return { ...sheet, pictures: [{ ...memoryPictureOnShow, sheets: [sheet] }], facts: [] };
  }
}

const none = { count: 0, addresses: [] };

/** What the memory engine says of any two captures. */
const memoryComparison: Comparison = {
  ...{ words: ['The recorded text differs.'], facts: [] },
  text: {
    ...{ state: 'differs', notes: [], added: 0, removed: 1 },
    lines: [{ kind: 'removed', text: 'CANARY-PAGE-TEXT' }],
  },
  pictures: {
    ...{ state: 'differs', notes: [], later: [] },
    earlier: [{ topCss: 3, heightCss: 4 }],
  },
  requests: { changed: none, appeared: none, gone: none, unknown: none, same: 1 },
};

const memoryPictureOnShow = {
  ...{ key: 'page', name: 'The page', caption: 'The page as it stood.' },
  ...{ widthPx: 10, heightPx: 20, tiles: 1 },
};

const NOBODY = { personId: '', name: 'Nobody', position: '' };

const memoryPicture = {
  ...{ widthPx: 10, heightPx: 20, devicePixelRatio: 1, tiles: 1 },
  overlaps: { compared: 0, different: 0 },
};

/** What the memory engine says of each of its captures. */
const memoryAccount: RecordedAccount['account'] = {
  ...{ state: 'complete', requestedAddress: '', address: '', title: '' },
  ...{ startedAt: '2026-11-17T10:52:07.000Z', endedAt: '2026-11-17T10:52:11.000Z' },
  ...{ status: 200, redirects: 0, serverAddress: null, tls: null, first: NOBODY, second: NOBODY },
  computer: { name: '', location: '', assetNo: '' },
  ...{ software: '', picturesLoaded: false, picture: memoryPicture, textCharacters: null },
  others: {
    ...{ withoutOverlays: null, samples: 0, inner: 0, innerNotWhole: 0, passingLines: 0 },
  },
  way: { kind: 'direct', proxy: null, serverIsProxy: null },
  secondRequest: null,
  requests: { recorded: 0, missed: 0, witnessed: false },
  clock: { timeZone: 'UTC', offsetMs: null, servers: 0, steppedMs: 0, timeServers: [] },
  egress: '',
  ...{ exceptions: [], shims: [], missing: [] },
};

/** Documents as plain text, so that a test can read what stands in them. */
export const memoryDocuments: Documents = {
  recordOfReview: (input) => Promise.resolve(JSON.stringify(input)),
  screenshotSheet: (input) =>
    Promise.resolve(JSON.stringify({ ...input, exhibits: input.exhibits.length })),
  howCaptured: (input) => Promise.resolve(JSON.stringify(input)),
  technicalReport: (input) => Promise.resolve(JSON.stringify(input)),
  signPdf: (pdf, signers) =>
    Promise.resolve(
      utf8(
        `${new TextDecoder().decode(pdf)}\nsigned by ${signers.map(({ name }) => name).join(', ')}`,
      ),
    ),
};

/** A pack builder that keeps what it was given. */
export class MemoryPacks implements PackBuilder {
  readonly built: PackInput[] = [];
  verdict = { valid: true, findings: [] as string[] };

  build(input: PackInput) {
    this.built.push(input);
    const bytes = utf8(`pack ${input.packId}`);
    return Promise.resolve({
      bytes,
      packDigest: digestOf(bytes),
      sealDigest: digestOf(bytes),
      files: [],
    });
  }

  verify() {
    return Promise.resolve(this.verdict);
  }
}

/** Timers that run when a test says so. */
export class MemoryScheduler implements Scheduler {
  #due: { readonly at: number; readonly run: () => void }[] = [];
  readonly #clock: TestClock;

  constructor(clock: TestClock) {
    this.#clock = clock;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#clock.monotonicMs() + delayMs, run };
    this.#due.push(timer);
    return () => {
      this.#due = this.#due.filter((one) => one !== timer);
    };
  }

  /** Let time pass, one second at a time. */
  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 1000) {
      this.#clock.pass(Math.min(1000, left));
      const now = this.#clock.monotonicMs();
      const ready = this.#due.filter(({ at }) => at <= now);
      this.#due = this.#due.filter(({ at }) => at > now);
      for (const { run } of ready) run();
    }
  }
}

/** All ports, most of them in memory; store, vault and cryptography are real. */
export interface MemoryPorts extends AppPorts {
  readonly clock: TestClock;
  readonly browser: MemoryBrowser;
  readonly capture: MemoryCapture;
  readonly network: MemoryNetwork;
  readonly packs: MemoryPacks;
  readonly scheduler: MemoryScheduler;
  readonly saved: { name: string; bytes: Uint8Array }[];
  /** One worker for all applications of a test file: starting one takes a second. */
  readonly realWorker: KeyWorker;
  /** Let go of the vault as a process that is killed does. */
  crash(): void;
  /** Remove everything. */
  remove(): void;
}

/** What outlives an application that was killed. */
export type KilledPorts = Pick<MemoryPorts, 'vaultPath' | 'clock' | 'realWorker' | 'osKeyStore'>;

/** What {@link memoryPorts} can be told. */
export interface MemoryPortsOptions {
  /** To get between the application and its store. */
  readonly wrapStore?: (store: VaultStore) => VaultStore;
  /** Ports of an application that was killed: same folder, computer and clock. */
  readonly from?: KilledPorts;
  /** Ports whose vault folder is copied: a set-up vault without setting one up. */
  readonly copyOf?: MemoryPorts;
}

/** Ports of one application. */
export function memoryPorts(options: MemoryPortsOptions = {}): MemoryPorts {
  const { from } = options;
  const folder =
    from === undefined ? mkdtempSync(join(tmpdir(), 'countersign-app-')) : dirname(from.vaultPath);
  const { copyOf } = options;
  const lender = from ?? copyOf;
  const realWorker = lender?.realWorker ?? startKeyWorker({ logN: TEST_LOG_N });
  if (copyOf !== undefined) cpSync(copyOf.vaultPath, join(folder, 'vault'), { recursive: true });
  const clock = from?.clock ?? testClock();
  const saved: { name: string; bytes: Uint8Array }[] = [];
  const wrap = options.wrapStore ?? ((store: VaultStore) => store);
  let open: VaultStore | null = null;
  const hold = (store: VaultStore): VaultStore => {
    open = store;
    return wrap(store);
  };
  return {
    ...{ vaultPath: join(folder, 'vault'), clock, random: randomBytes },
    realWorker,
    keyWorker: { ...realWorker, close: () => Promise.resolve() },
    osKeyStore: (from ?? copyOf)?.osKeyStore ?? testKeyStore(),
    browser: new MemoryBrowser(),
    pdf: { print: (html) => Promise.resolve(utf8(`PDF ${html}`)) },
    saver: {
      save(name, bytes) {
        saved.push({ name, bytes });
        return Promise.resolve(true);
      },
    },
    software: {
      ...{ name: 'Countersign', version: '0.1.0', electron: '45.4.1', chromium: '150', node: '24' },
      ...{ platform: 'test', preview: true },
    },
    scheduler: new MemoryScheduler(clock),
    ...{
      capture: new MemoryCapture(),
      network: new MemoryNetwork(),
      documents: memoryDocuments,
      packs: new MemoryPacks(),
    },
    openStore: (path, store) => hold(openStore(path, store)),
    createStore: (path, store) => hold(createStore(path, store)),
    ...{ isVault, assertLocalFolder: () => undefined, saved },
    crash: () => open?.close(),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
      if (lender === undefined) void realWorker.close();
    },
  };
}
