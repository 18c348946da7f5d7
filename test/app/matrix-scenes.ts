import type { ChannelInput } from '#src/contract/channels.ts';
import { COVERED } from './memory-ports.ts';
import { MatrixApp, sit, type VaultName, type Vaults } from './matrix-vaults.ts';
import { ADDRESS, CODES } from './test-app.ts';

/** Who is at the screen, in the order of the table's columns. */
export const WHO = [
  'nobody',
  'one',
  'the same twice',
  'two',
  'expired',
  'recused',
  'network manager',
  'trustee',
] as const;
export type Who = (typeof WHO)[number];

/** Those of {@link WHO} that stand for one person who may not take part, by initials. */
export const OUTSIDERS: Readonly<Partial<Record<Who, string>>> = {
  recused: 'QRX',
  'network manager': 'NF',
  trustee: 'TT',
};

/** What the proxy's question is called. */
export const QUESTION_ID = 'proxyaskaaaaaaaaaaaaaaaaaa';

const MORE_THAN_A_SITTING_MS = 12 * 60 * 60 * 1000 + 60_000;

type Step = (app: MatrixApp) => Promise<void>;

/** How far two reviewers have come; each stage begins with nobody signed in. */
export type StageName =
  | 'at the start'
  | 'signed in, not begun'
  | 'at the list'
  | 'in the investigation'
  | 'at a page'
  | 'at a second page'
  | 'at a page of concern'
  | 'at a page whose proxy asks'
  | 'at a veiled page'
  | 'at a page with pictures'
  | 'asked to capture'
  | 'half agreed'
  | 'at a page with an exception'
  | 'at a page that is logged in to'
  | 'capturing'
  | 'capturing still'
  | 'capture to judge'
  | 'covered capture to judge'
  | 'marking'
  | 'half signed'
  | 'pack made';

const STAGES: Readonly<Record<StageName, Step>> = {
  'at the start': () => Promise.resolve(),
  'signed in, not begun': halves,
  'at the list': (app) => app.signIn(),
  'in the investigation': sit,
  'at a page': async (app) => {
    await sit(app);
    await app.do('review.open', { address: ADDRESS });
    app.known.set('visit', app.screen('review').current?.visitId ?? '');
  },
  'at a second page': async (app) => {
    await STAGES['at a page'](app);
    await app.do('review.open', { address: `${ADDRESS}?2` });
  },
  'at a page of concern': async (app) => {
    await STAGES['at a page'](app);
    await app.do('review.concern', { visitId: app.named('visit'), reason: 'Threats' });
  },
  'at a page whose proxy asks': async (app) => {
    await STAGES['at a page'](app);
    app.ports.browser.emit({
      ...{ kind: 'proxy-asks', questionId: QUESTION_ID, proxy: 'proxy.example:3128' },
      ...{ realm: 'school', scheme: 'basic', wrong: false, isApart: false },
    });
  },
  'at a veiled page': async (app) => {
    await STAGES['at a page of concern'](app);
    await app.agree('veiled');
  },
  'at a page with pictures': async (app) => {
    await STAGES['at a page of concern'](app);
    await app.agree('pictures');
  },
  'asked to capture': async (app) => {
    await STAGES['at a page of concern'](app);
    await app.do('agreement.propose', { what: 'capture' });
  },
  'at a page with an exception': async (app) => {
    await STAGES['at a page of concern'](app);
    await app.do('exception.ask', { exception: 'script-posts', account: null });
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
    const [first] = app.screen('review').exceptions.list;
    app.known.set('exception', first?.agreementId ?? '');
  },
  'at a page that is logged in to': async (app) => {
    await STAGES['at a page of concern'](app);
    await app.do('exception.ask', { exception: 'viewing-account', account: 'northfield-viewer' });
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await app.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
  },
  'half agreed': async (app) => {
    await STAGES['asked to capture'](app);
    await app.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
  },
  capturing: async (app) => {
    app.ports.capture.during = () =>
      new Promise((resolve) => {
        app.letGo = resolve;
      });
    await STAGES['at a page of concern'](app);
    await app.agree('capture');
    await app.until(() => app.screen('review').progress !== null, 'the capture');
    app.known.set('capture', app.screen('review').progress?.captureId ?? '');
  },
  // Apart, since one that was cancelled ends a moment later.
  'capturing still': (app) => STAGES.capturing(app),
  'capture to judge': async (app) => {
    await STAGES['at a page of concern'](app);
    await app.agree('capture');
    await app.until(() => app.screen('review').check !== null, 'the capture');
    app.known.set('capture', app.screen('review').check?.captureId ?? '');
  },
  'covered capture to judge': async (app) => {
    app.ports.capture.outcome = COVERED;
    await STAGES['capture to judge'](app);
  },
  marking: async (app) => {
    await sit(app);
    const [exhibitId, credentials] = [app.named('exhibit'), app.both()];
    await app.do('part.open', { exhibitId, credentials });
  },
  'half signed': async (app) => {
    await sit(app);
    await app.do('record.sign', { half: 'first', passphrase: app.passphrase('RJT') });
  },
  'pack made': async (app) => {
    await sit(app);
    await app.do('export.start', exportOrder(app));
  },
};

/** A part as both may mark it. */
export const MARKED: ChannelInput<'part.propose'> = {
  css: { x: 1, y: 2, width: 3, height: 4 },
  ...{ username: 'ehs-whispers', displayName: 'EHS Whispers', shownAt: '2 h', said: 'Name one' },
  why: 'Names a pupil',
};

/** Steps towards new recovery sheets, which take nobody's presence. */
export type RenewalStep = 'open' | 'begun' | 'shown' | 'proved';

const RENEWAL: Readonly<Record<RenewalStep, Step>> = {
  open: async (app) => {
    await app.do('renewal.open', {});
  },
  begun: async (app) => {
    await RENEWAL.open(app);
    await app.do('renewal.begin', { sheets: [app.sheet('DAP'), app.sheet('HE')] });
  },
  shown: async (app) => {
    await RENEWAL.begun(app);
    await show(app, 'HE');
  },
  proved: async (app) => {
    await RENEWAL.begun(app);
    for (const initials of ['DAP', 'HE', 'CS']) {
      await show(app, initials);
      const words = app.sheet(initials);
      await app.do('renewal.prove-sheet', { personId: app.id(initials), words });
    }
  },
};

async function show(app: MatrixApp, initials: string): Promise<void> {
  const { words } = await app.do('renewal.show-sheet', { credential: app.credential(initials) });
  app.sheets.set(initials, words);
}

/** An order for a pack, by two who may give one unless told otherwise. */
export function exportOrder(
  app: MatrixApp,
  [dsl, headteacher] = app.both('DAP', 'HE'),
): ChannelInput<'export.start'> {
  return {
    ...{ recipient: 'PC 0000', organisation: 'Nowhere Police', purpose: 'Report of a crime' },
    ...{ lawfulBasis: 'Public task', dsl, headteacher },
  };
}

/** Who has signed in: nobody, one, one and a second who was refused, both to a stage, or with an outsider at the list. */
export type Seats =
  | { readonly kind: 'nobody' | 'one' | 'stage' | 'expired' }
  | { readonly kind: 'refused' | 'with outsider'; readonly initials: string };

/** Where a cell begins. */
export interface Scene {
  readonly vault: VaultName;
  readonly stage: StageName;
  readonly seats: Seats;
  /** Nobody can sign in on a stopped computer or one that is not set up. */
  readonly noSignIn: boolean;
  readonly renewal: RenewalStep | null;
}

async function half(app: MatrixApp, which: 'first' | 'second', initials: string): Promise<void> {
  const sittingCode = CODES[which];
  await app.do('signin.half', { half: which, ...app.credential(initials), sittingCode });
}

async function halves(app: MatrixApp): Promise<void> {
  await app.do('signin.choose', { investigationId: app.named('main') });
  await half(app, 'first', 'RJT');
  await half(app, 'second', 'IMS');
}

async function one(app: MatrixApp): Promise<void> {
  await app.do('signin.choose', { investigationId: app.named('main') });
  await half(app, 'first', 'RJT');
}

async function seat(app: MatrixApp, { stage, seats }: Scene): Promise<void> {
  switch (seats.kind) {
    case 'nobody':
      return;
    case 'one':
      return one(app);
    case 'refused':
      await one(app);
      await half(app, 'second', seats.initials).then(
        () => Promise.reject(new Error(`${seats.initials} expected to be refused`)),
        () => undefined,
      );
      return;
    case 'with outsider':
      return app.signIn('RJT', seats.initials);
    case 'stage':
    case 'expired':
      return STAGES[stage](app);
  }
}

/** Applications at the beginning of a cell; a refused cell leaves its own as it was, so that the next can use it. */
export class Scenes {
  readonly #vaults: Vaults;
  readonly #ready = new Map<string, MatrixApp>();
  #dropped = 0;

  constructor(vaults: Vaults) {
    this.#vaults = vaults;
  }

  /** The application of a scene. */
  async at(scene: Scene): Promise<MatrixApp> {
    const key = JSON.stringify(scene);
    const ready = this.#ready.get(key);
    if (ready !== undefined) return ready;
    const app = new MatrixApp(this.#vaults[scene.vault]);
    this.#ready.set(key, app);
    await app.countersign.start();
    if (!scene.noSignIn) await seat(app, scene);
    if (scene.renewal !== null) await RENEWAL[scene.renewal](app);
    if (scene.seats.kind === 'expired') app.ports.clock.pass(MORE_THAN_A_SITTING_MS);
    return app;
  }

  /** Done with a scene: something happened in it. */
  async drop(scene: Scene): Promise<void> {
    const key = JSON.stringify(scene);
    const app = this.#ready.get(key);
    this.#ready.delete(key);
    this.#dropped += 1;
    await app?.closeAndCheck();
  }

  /** Done with all of them. @returns how many there have been since the last time */
  async dropAll(): Promise<number> {
    const apps = [...this.#ready.values()];
    this.#ready.clear();
    for (const app of apps) await app.closeAndCheck();
    const sum = this.#dropped + apps.length;
    this.#dropped = 0;
    return sum;
  }
}
