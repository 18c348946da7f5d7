import type { Digest } from '#src/core/digest.ts';
import { EGRESS_NOT_CONFIGURED, type EgressFacts } from '#src/core/egress.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { failure } from '#src/core/result.ts';
import { encryptAge, encryptAgeStream } from '#src/crypto/age-file.ts';
import { digestOf, newHasher } from '#src/crypto/hash.ts';
import { newCaptureKey } from '#src/vault/capture-key.ts';
import { currentVisit, type Visit } from '#src/investigation/state.ts';
import { siteOf } from '#src/investigation/site.ts';
import type { App } from './app.ts';
import type { CaptureJob } from './app-state.ts';
import type {
  CaptureFacts,
  CapturePerson,
  CaptureProgress,
  CaptureResult,
} from './capture-port.ts';
import { record } from './recording.ts';

/** Name under which a capture's own record is kept among its files. */
export const RECORD_NAME = 'capture-record.json';

/**
 * Make the capture that both attested. Every byte is encrypted to a key of its own before it reaches the
 * disk; until both keep it, that key is in memory only. Returns when it waits to be judged, or has failed:
 * that is on record and on screen, so this never throws.
 */
export async function makeCapture(app: App): Promise<void> {
  const captureId = app.newId();
  const check = app.stillWanted();
  let job: CaptureJob | null = null;
  try {
    const { investigationId } = app.investigation();
    const key = await newCaptureKey(app.opened().vault, investigationId, captureId);
    check();
    const visit = currentVisit(app.investigation().folded.state);
    record(app, { kind: 'start-capture', captureId });
    // One that was to be made again is let go with that entry: nobody can open it from here on.
    app.live.capture?.key.drop();
    job = newJob(app, captureId, key);
    app.live.capture = job;
    app.changed();
    const result = await run(app, job, visit);
    check();
    if (app.live.capture !== job) return;
    if (job.abort.signal.aborted || result.state === 'stopped') cancelled(app, job);
    else await finish(app, job, result, check);
  } catch (error) {
    failed(app, job, error);
  }
  app.changed();
}

const BEGINNING: CaptureProgress = {
  ...{ step: 'Beginning', done: 0, total: 1, part: null },
  grown: () => Promise.resolve(null),
};

function newJob(app: App, captureId: string, key: CaptureJob['key']): CaptureJob {
  return {
    ...{ captureId, key, abort: new AbortController(), files: [], objects: [] },
    ...{ capturedAt: app.now(), result: null, progress: BEGINNING },
  };
}

async function run(app: App, job: CaptureJob, visit: Visit | null): Promise<CaptureResult> {
  const devtools = app.ports.browser.devtools();
  if (devtools === null || visit === null) {
    throw new EvidenceError('PAGE_FAILED', 'page expected to be open, got none');
  }
  const { surroundings } = app.live;
  // Asked for when the sitting began: it is here, or on its way for seconds at most.
  const egress = (await surroundings?.egress) ?? EGRESS_NOT_CONFIGURED;
  const timeSource = surroundings?.timeSource ?? null;
  return app.ports.capture.run({
    ...{ devtools, network: app.live.network },
    facts: factsFor(app, job.captureId, visit, egress),
    timeSources: timeSource === null ? [] : [timeSource],
    openApart: apartFor(app, visit),
    sink: {
      put: (name, mediaType, bytes) => put(app, job, name, mediaType, bytes),
      putStream: (name, mediaType, pieces) => putStream(app, job, name, mediaType, pieces),
    },
    onProgress: (progress) => {
      if (app.live.capture !== job || isShown(job.progress, progress)) return;
      job.progress = progress;
      app.changed();
    },
    signal: job.abort.signal,
  });
}

/** Null unless both agreed to a second request. */
function apartFor(
  app: App,
  { pictures }: Visit,
): Parameters<App['ports']['capture']['run']>[0]['openApart'] {
  if (app.investigation().folded.state.capture?.secondLook !== true) return null;
  const allowLoopback = app.opened().vault.settings.demonstration;
  return (address, prepare, signal) =>
    app.ports.browser.openApart(address, {
      pictures: pictures === 'plain',
      allowLoopback,
      prepare,
      signal,
    });
}

/** Whether the screens say this already: a step of thousands of parts tells of each of them. */
function isShown(shown: CaptureProgress | null, told: CaptureProgress): boolean {
  if (shown === null) return false;
  const same = shown.step === told.step && shown.done === told.done && shown.total === told.total;
  return same && shown.part?.done === told.part?.done && shown.part?.total === told.part?.total;
}

/** Encrypt one file to the capture's key and store it. @throws {EvidenceError} CAPTURE_STOPPED, STORE_… */
async function put(
  app: App,
  job: CaptureJob,
  name: string,
  mediaType: string,
  bytes: Uint8Array,
): Promise<{ readonly digest: Digest; readonly sizeBytes: number }> {
  const file = await encryptAge(bytes, [job.key.recipient]);
  assertGoesOn(job);
  const stored = await app.opened().store.objects.put(file);
  return noted(job, name, mediaType, { digest: digestOf(bytes), sizeBytes: bytes.length }, stored);
}

/** As {@link put}, in bounded memory: each piece is encrypted before the next is asked for. */
async function putStream(
  app: App,
  job: CaptureJob,
  name: string,
  mediaType: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ readonly digest: Digest; readonly sizeBytes: number }> {
  const hasher = newHasher();
  let sizeBytes = 0;
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      assertGoesOn(job);
      hasher.update(piece);
      sizeBytes += piece.length;
      yield piece;
    }
  }
  const file = await encryptAgeStream(streamOf(hashed()), [job.key.recipient]);
  const stored = await app.opened().store.objects.put(file);
  return noted(job, name, mediaType, { digest: hasher.digest(), sizeBytes }, stored);
}

function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function noted(
  job: CaptureJob,
  name: string,
  mediaType: string,
  plaintext: { readonly digest: Digest; readonly sizeBytes: number },
  stored: { readonly objectId: string; readonly fileDigest: Digest; readonly fileBytes: number },
): { readonly digest: Digest; readonly sizeBytes: number } {
  assertGoesOn(job);
  const { digest, sizeBytes } = plaintext;
  const { objectId, fileDigest, fileBytes } = stored;
  job.files.push({ name, mediaType, objectId, digest, sizeBytes });
  job.objects.push({
    ...{ objectId, plaintextDigest: digest, plaintextBytes: sizeBytes, fileDigest, fileBytes },
  });
  return plaintext;
}

function assertGoesOn(job: CaptureJob): void {
  if (!job.abort.signal.aborted) return;
  throw new EvidenceError('CAPTURE_STOPPED', 'capture expected to go on, got stopped');
}

async function finish(
  app: App,
  job: CaptureJob,
  result: CaptureResult,
  check: () => void,
): Promise<void> {
  if (result.state === 'stopped') return;
  await put(app, job, RECORD_NAME, 'application/json', result.record);
  check();
  const digest = evidentialCopy(job, result);
  const sizeBytes = job.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const doubts = result.doubts.map(({ doubtId, code, fact }) => ({
    doubtId,
    code,
    fact: fact.slice(0, 1000),
  }));
  const missing = result.missing.map((words) => words.slice(0, 500));
  record(app, { kind: 'finish-capture', state: result.state, missing, doubts, digest, sizeBytes });
  job.progress = null;
  job.result = result;
}

/** The one tile of the page, or, where there are several, the record that lists them all. */
function evidentialCopy(job: CaptureJob, { tileNames, record: bytes }: CaptureResult): Digest {
  const [first = RECORD_NAME, ...more] = tileNames;
  const name = more.length === 0 ? first : RECORD_NAME;
  return job.files.find((file) => file.name === name)?.digest ?? digestOf(bytes);
}

function cancelled(app: App, job: CaptureJob): void {
  job.key.drop();
  app.live.capture = null;
  record(app, { kind: 'stop-capture', by: 'cancel' });
}

/** What failed is on record; its key is dropped, so nothing of it can be opened. */
function failed(app: App, job: CaptureJob | null, error: unknown): void {
  job?.key.drop();
  const { code, message } = failure(error).error;
  // After a stop or a pause somebody else has recorded what became of it.
  if (app.live.sitting === null || (job !== null && app.live.capture !== job)) return;
  // It didn't begin: one that was to be made again still waits to be judged.
  if (job === null && app.live.capture !== null) {
    app.live.notice = {
      code,
      message,
      at: app.now(),
      safe: 'The capture before it is still here.',
    };
    return;
  }
  app.live.capture = null;
  const wasCancelled = job?.abort.signal.aborted === true;
  try {
    if (app.investigation().folded.state.capture !== null) {
      if (wasCancelled) record(app, { kind: 'stop-capture', by: 'cancel' });
      else record(app, { kind: 'fail-capture', code, detail: message.slice(0, 500) });
    }
  } catch {
    // The disk is full, say: the notice below tells the people, and the next start finds it unfinished.
  }
  if (wasCancelled) return;
  app.live.notice = { code, message, at: app.now(), safe: 'Nothing of this capture was kept.' };
}

function factsFor(app: App, captureId: string, visit: Visit, egress: EgressFacts): CaptureFacts {
  const { vault } = app.opened();
  const { settings } = vault;
  const { computer } = settings;
  const sitting = app.sitting();
  const [first, second] = sitting.personIds;
  return {
    ...{ captureId, visitId: visit.visitId, sittingId: sitting.sittingId },
    investigationReference: app.investigation().reference,
    address: visit.address,
    ...{ redirects: visit.redirects, status: visit.status, serverAddress: visit.serverAddress },
    people: [personFor(app, first), personFor(app, second)],
    computer: {
      ...{ computerId: computer.computerId, name: computer.name },
      ...{ location: computer.location, assetNo: computer.assetNo },
    },
    ...{ software: app.ports.software, pictures: visit.pictures === 'plain' },
    ...{ demonstration: settings.demonstration, egress, shims: app.ports.browser.shims },
    overlays: app.investigation().folded.state.capture?.overlays === true,
    archive: archiveFor(app),
    exceptions: exceptionsFor(app, visit),
  };
}

function exceptionsFor(app: App, visit: Visit): CaptureFacts['exceptions'] {
  const site = siteOf(visit.finalAddress ?? visit.address);
  return app.investigation().folded.state.exceptions.filter((one) => one.site === site);
}

function archiveFor(app: App): CaptureFacts['archive'] {
  const archive = app.investigation().folded.state.capture?.archive ?? null;
  if (archive === null) return null;
  const [first, second] = Object.keys(archive.given);
  if (first === undefined || second === undefined) return null;
  return { agreementId: archive.agreementId, attestedBy: [first, second] };
}

function personFor(app: App, personId: string): CapturePerson {
  const { name, position, initials } = app.opened().vault.person(personId);
  return { personId, name, position, initials };
}
