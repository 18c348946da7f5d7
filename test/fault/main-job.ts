import type { Channel, ChannelInput, ChannelOutput } from '#src/contract/channels.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { fsckReport, type Finding } from '#src/ledger/fsck.ts';
import { openForFsck, type OpenStore } from '#src/store/store.ts';
import { systemClock } from '#src/store/system-clock.ts';
import { checkVault } from '#src/vault/fsck-vault.ts';
import type { TestApp } from '#test/app/test-app.ts';
import { CODES } from '#test/app/test-app.ts';

/** Head of one ledger: its size and the digest of its last entry. */
export type Head = readonly [origin: string, size: number, lastEntry: string];

/** What the screens had been told when an act came back. */
export interface Acknowledged {
  readonly kind: 'done';
  readonly act: string;
  readonly heads: readonly Head[];
  /** Reference of the investigation that two people sit on; null with nobody signed in. */
  readonly reference: string | null;
  readonly exhibits: readonly (readonly [exhibitRef: string, digest: string])[];
  readonly visits: number;
  /** A capture is being made or waits to be kept. */
  readonly capturing: boolean;
}

/** One line of the process: what it is about to do, or what has been acknowledged. */
export type JobLine = Acknowledged | { readonly kind: 'begins'; readonly act: string };

type Say = (line: JobLine) => void;

/** Size and last entry of every ledger of a store. */
export function headsOf(store: OpenStore): readonly Head[] {
  return store.origins().map((origin) => {
    const ledger = store.ledgerStore(origin);
    const size = ledger.size();
    return [origin, size, digestOf(ledger.row(size - 1)?.bytes ?? new Uint8Array())];
  });
}

/** What `countersign fsck` finds. */
export async function findingsOf(path: string): Promise<readonly Finding[]> {
  const reader = openForFsck(path, { holder: 'fsck' });
  try {
    const { findings, verifier } = await checkVault(reader, systemClock().now());
    return [...findings, ...(await fsckReport(reader, { verifier })).findings];
  } finally {
    reader.close();
  }
}

/** Heads that are not there any more, as they were. */
export function lostOf(store: OpenStore, heads: readonly Head[]): readonly Head[] {
  return heads.filter(([origin, size, lastEntry]) => {
    if (size === 0) return false;
    const row = store.ledgerStore(origin).row(size - 1);
    return row === null || digestOf(row.bytes) !== lastEntry;
  });
}

class Job {
  readonly #app: TestApp;
  readonly #store: OpenStore;
  readonly #say: Say;

  constructor(app: TestApp, store: OpenStore, say: Say) {
    this.#app = app;
    this.#store = store;
    this.#say = say;
  }

  async act<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
    this.#say({ kind: 'begins', act: channel });
    const output = await this.#app.do(channel, input);
    this.acknowledge(channel);
    return output;
  }

  acknowledge(act: string): void {
    const { investigation, screen, signedIn } = this.#app.countersign.view();
    const shown = screen.kind === 'review' || screen.kind === 'investigation' ? screen : null;
    const review = screen.kind === 'review' ? screen : null;
    this.#say({
      ...{ kind: 'done', act, heads: headsOf(this.#store) },
      reference: signedIn ? (investigation?.reference ?? null) : null,
      exhibits: (shown?.exhibits ?? []).map(({ exhibitRef, digest }) => [exhibitRef, digest]),
      visits: review?.visits.length ?? 0,
      capturing: review !== null && (review.progress !== null || review.check !== null),
    });
  }

  /** Two people sign in: for the newest investigation, or to make the first one. */
  async signIn(): Promise<void> {
    const app = this.#app;
    const { choices } = app.screen('sign-in');
    const last = choices.at(-1);
    const open = last?.investigationId ?? null;
    await this.act('signin.choose', { investigationId: open });
    await this.act('signin.half', {
      ...{ half: 'first', ...app.credential('RJT'), sittingCode: CODES.first },
    });
    await this.act('signin.half', {
      ...{ half: 'second', ...app.credential('IMS'), sittingCode: CODES.second },
    });
    await this.act('signin.start', {
      ...{ screenPrivate: true, neitherConcerned: true, stopKeyKnown: true },
    });
    if (open === null) await this.create();
  }

  async create(): Promise<void> {
    const app = this.#app;
    await this.act('investigation.create', {
      ...{ title: 'Posts in a year group', reason: 'Reported posts', scope: 'One public thread' },
      ...{ subjectKind: 'pupil', excludedIds: [], lado: null, credentials: app.both() },
      ...{ firstReviewerId: app.id('RJT'), secondReviewerId: app.id('IMS') },
      authority: {
        ...{ givenById: app.id('HE'), givenAt: app.ports.clock.now(), document: 'Letter 12' },
      },
    });
  }

  async review(): Promise<void> {
    await this.act('screen.go', { to: 'review' });
    for (const page of ['thread', 'profile']) {
      await this.visit(`https://feed.example/${page}`);
      await this.capture(page === 'thread' ? 'keep' : 'discard');
    }
    await this.visit('https://feed.example/other');
    await this.agree('pictures');
    await this.capture('keep');
    // What was opened before a kill, or anew with its pictures, has not been judged yet.
    for (const { visitId, judgement } of this.#app.screen('review').visits)
      if (judgement === 'open') await this.act('review.no-concern', { visitId });
    await this.act('review.complete', {});
  }

  async visit(address: string): Promise<void> {
    await this.act('review.open', { address });
    const visitId = this.#app.screen('review').current?.visitId ?? '';
    await this.act('review.concern', { visitId, reason: 'A pupil is threatened there' });
  }

  async agree(what: 'veiled' | 'pictures' | 'capture'): Promise<void> {
    if (what === 'pictures' && this.#app.screen('review').pictures === 'not-loaded')
      await this.agree('veiled');
    await this.act('agreement.propose', { what });
    await this.act('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await this.act('agreement.agree', { half: 'second', sittingCode: CODES.second });
  }

  async capture(then: 'keep' | 'discard'): Promise<void> {
    const app = this.#app;
    app.ports.capture.during = () => new Promise((resolve) => setTimeout(resolve, 10));
    await this.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    this.acknowledge('a capture');
    const captureId = app.screen('review').check?.captureId ?? '';
    if (then === 'keep') await this.act('capture.accept', { captureId, answers: [] });
    else await this.act('capture.discard', { captureId, reason: 'Blurred' });
  }

  async sign(): Promise<void> {
    const app = this.#app;
    if (app.countersign.view().screen.kind !== 'record')
      await this.act('screen.go', { to: 'record' });
    if (app.screen('record').missing.length > 0)
      await this.act('record.conclusion', { rows: ['Refer to the DSL'] });
    for (const [half, initials] of [
      ['first', 'RJT'],
      ['second', 'IMS'],
    ] as const) {
      await this.act('record.sign', { half, passphrase: app.passphrase(initials) });
    }
  }

  async judge(): Promise<void> {
    await this.act('judgement.make', {
      ...{ substance: true, reasons: 'The posts are threats', outcome: 'internal-action' },
      ...{ actions: ['Parents told'], credentials: this.#app.both('DAP', 'HE') },
    });
  }

  async export(): Promise<void> {
    const app = this.#app;
    await this.act('screen.go', { to: 'export' });
    await this.act('export.start', {
      ...{ recipient: 'PC 2206', organisation: 'Fictional Police', purpose: 'Report of threats' },
      ...{ dsl: app.credential('DAP'), headteacher: app.credential('HE') },
      lawfulBasis: 'Public task',
    });
    await this.act('export.save', {});
    await this.act('screen.go', { to: 'board' });
  }

  /** What the procedure wants next of the investigation that is open. */
  async next(): Promise<void> {
    const { investigation, step } = this.#app.countersign.view();
    if (investigation === null || investigation.state === 'exported') await this.create();
    else if (step === 'review') await this.review();
    else if (step === 'sign') await this.sign();
    else if (step === 'judge') await this.judge();
    else await this.export();
  }
}

/**
 * The main job from sign-in to export, over and over, on whatever the last process left.
 * @param say - hears of every act before it begins and once it came back
 * @param acts - how many parts of the job; without it, until the process is killed
 */
export async function mainJob(
  app: TestApp,
  store: OpenStore,
  say: Say,
  acts = Number.POSITIVE_INFINITY,
): Promise<void> {
  const job = new Job(app, store, say);
  job.acknowledge('start');
  await job.signIn();
  for (let act = 0; act < acts; act++) await job.next();
}
