import type { Channel } from '#src/contract/channels.ts';
import { TEST_PEOPLE, type TestPerson } from '#test/support/vault.ts';
import type { MatrixApp } from './matrix-vaults.ts';

/** A channel of the first run. */
export type SetupChannel = Extract<Channel, `setup.${string}`>;

const CUSTODIANS = ['DAP', 'HE', 'CS'];

/** One act of the first run, and what a test remembers of it. */
interface SetupStep {
  readonly channel: SetupChannel;
  readonly input: (app: MatrixApp) => unknown;
  readonly after?: (app: MatrixApp, output: unknown) => void;
}

const fixed = (channel: SetupChannel, input: unknown = {}): SetupStep => ({
  ...{ channel, input: () => input },
});

function add(person: TestPerson): SetupStep {
  const { custodian: _custodian, ...facts } = person;
  return {
    ...fixed('setup.add-person', { ...facts, deputyFor: [] }),
    after: (app, output) => app.ids.set(person.initials, (output as { personId: string }).personId),
  };
}

function sheet(initials: string): readonly SetupStep[] {
  const personId = (app: MatrixApp) => app.id(initials);
  return [
    {
      channel: 'setup.show-sheet',
      input: (app) => ({ personId: personId(app) }),
      after: (app, output) => app.sheets.set(initials, (output as { words: string[] }).words),
    },
    {
      channel: 'setup.prove-sheet',
      input: (app) => ({ personId: personId(app), words: app.sheet(initials) }),
    },
  ];
}

const [spare, ...needed] = TEST_PEOPLE.toReversed();

/** A whole first run, in order. */
const STEPS: readonly SetupStep[] = [
  fixed('setup.school', { name: 'Nowhere High', referencePrefix: 'NHS', demonstration: true }),
  fixed('setup.computer', {
    ...{ name: 'REVIEW-01', location: 'Office 3', assetNo: 'NHS-0042' },
    ...{ notUsedByYoungPeople: true, remoteViewingOff: true },
  }),
  {
    ...fixed('setup.stop-key', { key: 'F12' }),
    after(app) {
      app.countersign.stopKeyTried('F12');
    },
  },
  fixed('setup.suggest-passphrase'),
  fixed('setup.measure-passphrase', { passphrase: 'lantern quarry pebble drift walnut' }),
  ...(spare === undefined ? [] : [add(spare)]),
  {
    channel: 'setup.remove-person',
    input: (app) => ({ personId: app.id(spare?.initials ?? '') }),
  },
  ...needed.map(add),
  fixed('setup.people-done'),
  fixed('setup.make-ca'),
  {
    channel: 'setup.custodians',
    input: (app) => ({ personIds: CUSTODIANS.map((initials) => app.id(initials)) }),
  },
  ...CUSTODIANS.flatMap(sheet),
  fixed('setup.finish'),
];

/** Whether a channel belongs to the first run. */
export function isSetup(channel: Channel): channel is SetupChannel {
  return channel.startsWith('setup.');
}

/** Do everything that comes before a channel's first turn. @returns its well-formed input */
export async function setUpTo(app: MatrixApp, channel: SetupChannel): Promise<unknown> {
  for (const step of STEPS) {
    if (step.channel === channel) return step.input(app);
    const result = await app.countersign.handle(step.channel, step.input(app));
    if (!result.ok) throw new Error(`${step.channel} expected allowed, got ${result.error.code}`);
    step.after?.(app, result.value);
  }
  throw new RangeError(`no step of the first run is ${channel}`);
}

/** Well-formed input of a channel of the first run, for where there is none. */
export function setupInput(app: MatrixApp, channel: SetupChannel): unknown {
  const step = STEPS.find((one) => one.channel === channel);
  if (step === undefined) throw new RangeError(`no step of the first run is ${channel}`);
  return step.input(app);
}
