import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channels, type Channel } from '#src/contract/channels.ts';
import { inputOf, sceneOf } from './matrix-acts.ts';
import { Scenes, WHO, type Who } from './matrix-scenes.ts';
import { isSetup, setupInput, setUpTo, type SetupChannel } from './matrix-setup.ts';
import { EXPECTED, expected, STATES, type State } from './matrix-table.ts';
import { makeVaults, MatrixApp, type Vaults } from './matrix-vaults.ts';

const CHANNELS = Object.keys(channels).filter((key): key is Channel =>
  Object.hasOwn(channels, key),
);
/** What a refused try may leave: an entry that says so. */
const TRACES = ['attempt-refused', 'sitting-code-wrong'];

let vaults: Vaults;
let scenes: Scenes;

beforeAll(async () => {
  vaults = await makeVaults();
  scenes = new Scenes(vaults);
});
afterAll(async () => {
  await scenes.dropAll();
  for (const app of Object.values(vaults)) app.ports.remove();
});

/** What one call came to. */
interface Said {
  /** `allowed`, or the code that refused it; with what changed all the same. */
  readonly words: string;
  /** Whether the application is as it was. */
  readonly unchanged: boolean;
}

/** Make one call. */
async function say(app: MatrixApp, channel: Channel, input: unknown): Promise<Said> {
  const before = app.standing(TRACES);
  const result = await app.countersign.handle(channel, input);
  const after = app.standing(TRACES);
  const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
  const unchanged = changed.length === 0;
  if (result.ok) return { words: 'allowed', unchanged };
  const { code } = result.error;
  return { words: unchanged ? code : `${code}, but changed: ${changed.join(', ')}`, unchanged };
}

/** The first run is done once: each act of it has an application of its own, brought as far as that. */
async function setupCell(channel: SetupChannel, state: State, who: Who): Promise<string> {
  if (state !== 'not set up') {
    const app = await scenes.at(sceneOf('app.view', state, who));
    return (await say(app, channel, setupInput(app, channel))).words;
  }
  const app = new MatrixApp(vaults.none);
  await app.countersign.start();
  const { words } = await say(app, channel, await setUpTo(app, channel));
  await app.closeAndCheck();
  return words;
}

async function cell(channel: Channel, state: State, who: Who): Promise<string> {
  if (isSetup(channel)) return setupCell(channel, state, who);
  const scene = sceneOf(channel, state, who);
  const app = await scenes.at(scene);
  const { words, unchanged } = await say(app, channel, inputOf(channel, state, who, app));
  if (!unchanged) await scenes.drop(scene);
  return words;
}

describe('Countersign.handle', () => {
  it('has every channel of the contract in the table', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual([...CHANNELS].sort());
  });

  describe.each(STATES)('%s', (state) => {
    it.each(CHANNELS)('%s is answered as the table says', async (channel) => {
      // Before there are people, who asks makes no difference to the first run.
      const people = isSetup(channel) && state === 'not set up' ? WHO.slice(0, 1) : WHO;
      const said: string[] = [];
      for (const who of people) said.push(`${who}: ${await cell(channel, state, who)}`);
      const table = people.map((who, column) => `${who}: ${expected(channel, state, column)}`);
      expect(said).toEqual(table);
    });

    it('leaves vaults in which fsck finds nothing', async () => {
      expect(await scenes.dropAll()).toBeGreaterThan(0);
    });
  });
});
