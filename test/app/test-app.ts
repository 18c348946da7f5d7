import { Countersign } from '#src/app/countersign.ts';
import type { Channel, ChannelInput, ChannelOutput } from '#src/contract/channels.ts';
import type { ScreenView } from '#src/contract/views.ts';
import type { Half } from '#src/contract/values.ts';
import { appView } from '#src/contract/views.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { Result } from '#src/core/result.ts';
import type { SchoolNetwork } from '#src/core/school-network.ts';
import { TEST_PEOPLE } from '#test/support/vault.ts';
import { memoryPorts, type MemoryPorts, type MemoryPortsOptions } from './memory-ports.ts';

export const CODES = { first: '4821', second: '9035' } as const;
export const ADDRESS = 'https://feed.example/thread/7';

/** The application with its screens played by a test. */
export class TestApp {
  ports: MemoryPorts;
  countersign: Countersign;
  readonly ids = new Map<string, string>();
  readonly sheets = new Map<string, string[]>();

  constructor(ports: MemoryPorts = memoryPorts()) {
    this.ports = ports;
    this.countersign = new Countersign(ports);
  }

  /** A vault that is set up and closed, for {@link TestApp.of} to copy. */
  static async template(network?: SchoolNetwork): Promise<TestApp> {
    const app = new TestApp();
    await app.setUp(network);
    await app.countersign.close();
    return app;
  }

  /** An application over a copy of a set-up vault, nobody signed in. */
  static async of(template: TestApp, options: MemoryPortsOptions = {}): Promise<TestApp> {
    const app = new TestApp(memoryPorts({ ...options, copyOf: template.ports }));
    for (const [initials, id] of template.ids) app.ids.set(initials, id);
    for (const [initials, words] of template.sheets) app.sheets.set(initials, words);
    await app.countersign.start();
    return app;
  }

  /** Call a channel; a refusal is thrown. */
  async do<C extends Channel>(channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
    const result = (await this.countersign.handle(channel, input)) as Result<ChannelOutput<C>>;
    if (result.ok) return result.value;
    throw new EvidenceError(result.error.code, result.error.message, {
      details: result.error.details,
    });
  }

  /** The screen that is shown, which must be of this kind; every view is checked against the contract. */
  screen<K extends ScreenView['kind']>(kind: K): Extract<ScreenView, { kind: K }> {
    const { screen } = appView.parse(this.countersign.view());
    if (screen.kind !== kind) throw new Error(`screen expected ${kind}, got ${screen.kind}`);
    return screen as Extract<ScreenView, { kind: K }>;
  }

  id(initials: string): string {
    const id = this.ids.get(initials);
    if (id === undefined) throw new RangeError(`nobody has the initials ${initials}`);
    return id;
  }

  passphrase(initials: string): string {
    return TEST_PEOPLE.find((person) => person.initials === initials)?.passphrase ?? '';
  }

  credential(initials: string): { personId: string; passphrase: string } {
    return { personId: this.id(initials), passphrase: this.passphrase(initials) };
  }

  both(
    first = 'RJT',
    second = 'IMS',
  ): [{ personId: string; passphrase: string }, { personId: string; passphrase: string }] {
    return [this.credential(first), this.credential(second)];
  }

  /** First run through the channels. @param network - whom we may ask; nobody where absent */
  async setUp(network?: SchoolNetwork): Promise<void> {
    await this.countersign.start();
    await this.do('setup.school', {
      name: 'Nowhere High School',
      referencePrefix: 'NHS',
      demonstration: true,
    });
    const computer = { name: 'REVIEW-01', location: 'Office 3', assetNo: 'NHS-0042' };
    await this.do('setup.computer', {
      ...computer,
      ...(network === undefined ? {} : { network }),
      notUsedByYoungPeople: true,
      remoteViewingOff: true,
    });
    await this.do('setup.stop-key', { key: 'F12' });
    this.countersign.stopKeyTried('F12');
    for (const { name, position, initials, roles, deputyFor, passphrase } of TEST_PEOPLE) {
      const person = {
        name,
        position,
        initials,
        roles: [...roles],
        deputyFor: [...(deputyFor ?? [])],
        passphrase,
      };
      this.ids.set(initials, (await this.do('setup.add-person', person)).personId);
    }
    await this.do('setup.people-done', {});
    await this.do('setup.make-ca', {});
    const custodians = TEST_PEOPLE.filter(({ custodian }) => custodian).map(
      ({ initials }) => initials,
    );
    await this.do('setup.custodians', {
      personIds: custodians.map((initials) => this.id(initials)),
    });
    for (const initials of custodians) {
      const { words } = await this.do('setup.show-sheet', { personId: this.id(initials) });
      this.sheets.set(initials, words);
      await this.do('setup.prove-sheet', { personId: this.id(initials), words });
    }
    await this.do('setup.finish', {});
  }

  /** Two people sign in; for what was chosen before. */
  async signIn(first = 'RJT', second = 'IMS'): Promise<void> {
    const half = (which: Half, initials: string) =>
      this.do('signin.half', {
        half: which,
        ...this.credential(initials),
        sittingCode: CODES[which],
      });
    await half('first', first);
    await half('second', second);
    await this.do('signin.start', {
      screenPrivate: true,
      neitherConcerned: true,
      stopKeyKnown: true,
    });
  }

  /** A new investigation by the two who are signed in; it is open afterwards. */
  async create(change: Partial<ChannelInput<'investigation.create'>> = {}): Promise<string> {
    const { investigationId } = await this.do('investigation.create', {
      ...{
        title: 'Posts in a year group',
        reason: 'CANARY-REASON reported posts',
        scope: 'One public thread',
      },
      ...{
        subjectKind: 'pupil',
        firstReviewerId: this.id('RJT'),
        secondReviewerId: this.id('IMS'),
      },
      ...{ excludedIds: [], lado: null, credentials: this.both() },
      authority: {
        givenById: this.id('HE'),
        givenAt: '2026-01-05T09:00:00.000Z',
        document: 'Letter 12',
      },
      ...change,
    });
    return investigationId;
  }

  /** Sign in, create, and go to the review. */
  async toReview(): Promise<string> {
    await this.signIn();
    const id = await this.create();
    await this.do('screen.go', { to: 'review' });
    return id;
  }

  /** Open an address and say why it concerns them. @returns the visit's id */
  async visit(address = ADDRESS): Promise<string> {
    await this.do('review.open', { address });
    const visitId = this.screen('review').current?.visitId ?? '';
    await this.do('review.concern', { visitId, reason: 'CANARY-CONCERN threats against a pupil' });
    return visitId;
  }

  /** Both agree to what is asked; to pictures first veiled, where they aren't yet, then plain. */
  async agree(what: 'veiled' | 'pictures' | 'capture'): Promise<void> {
    if (what === 'pictures' && this.screen('review').pictures === 'not-loaded')
      await this.agree('veiled');
    await this.do('agreement.propose', { what });
    await this.do('agreement.agree', { half: 'first', sittingCode: CODES.first });
    await this.do('agreement.agree', { half: 'second', sittingCode: CODES.second });
  }

  /** Wait until a screen shows what is awaited. */
  async until(awaited: () => boolean, what: string): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      if (awaited()) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`waited in vain for ${what}`);
  }

  /** Capture the page that is open and keep it. @returns its reference */
  async capture(): Promise<string> {
    await this.agree('capture');
    await this.until(() => this.screen('review').check !== null, 'the capture');
    const { check } = this.screen('review');
    const { exhibitRef } = await this.do('capture.accept', {
      captureId: check?.captureId ?? '',
      answers: [],
    });
    return exhibitRef;
  }

  /** End this process's hold and start anew over the same folder, as after a crash. */
  async restart(crash = true): Promise<void> {
    if (crash) this.ports.crash();
    else await this.countersign.close();
    this.ports = memoryPorts({ from: this.ports });
    this.countersign = new Countersign(this.ports);
    await this.countersign.start();
  }

  async close(): Promise<void> {
    await this.countersign.close();
    this.ports.remove();
  }
}
