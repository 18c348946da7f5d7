import { mkdirSync } from 'node:fs';
import { expect } from 'vitest';
import { digestOf } from '#src/crypto/hash.ts';
import { fsck } from '#src/ledger/fsck.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { createStore, openStore } from '#src/store/store.ts';
import { openVault } from '#src/vault/open-vault.ts';
import { VaultSetup } from '#src/vault/setup.ts';
import { fillSetup, TEST_PEOPLE, type TestPerson } from '#test/support/vault.ts';
import { memoryPorts, type MemoryPorts } from './memory-ports.ts';
import { TestApp } from './test-app.ts';

/** Everyone at the school, and two who may not take part: a reviewer who is excluded, and a trustee. */
const PEOPLE: readonly TestPerson[] = [
  ...TEST_PEOPLE,
  {
    ...{ name: 'Quinn Recusal', position: 'Assistant headteacher', initials: 'QRX' },
    // But for the exclusion this one could do whatever a reviewer, a DSL and a headteacher may.
    ...{ roles: ['reviewer'], deputyFor: ['dsl', 'headteacher'] },
    passphrase: 'hazard lattice plover tundra mosaic',
  },
  {
    ...{ name: 'Tilda Trustee', position: 'Trustee', initials: 'TT' },
    ...{ roles: ['trustee'], passphrase: 'banjo crystal otter fennel parsnip' },
  },
];

/** An application over a copy of a vault at rest, whose store can be looked into. */
export class MatrixApp extends TestApp {
  /** Identifiers that inputs name: `main`, `other`, `visit`, `exhibit`. */
  readonly known = new Map<string, string>();
  /** Ends what a test holds up. */
  letGo: () => void = () => undefined;
  readonly #store: () => VaultStore | null;

  constructor(copyOf?: MatrixApp) {
    let held: VaultStore | null = null;
    const wrapStore = (store: VaultStore): VaultStore => {
      held = store;
      return store;
    };
    super(memoryPorts(copyOf === undefined ? { wrapStore } : { wrapStore, copyOf: copyOf.ports }));
    this.#store = () => held;
    if (copyOf === undefined) return;
    for (const [initials, id] of copyOf.ids) this.ids.set(initials, id);
    for (const [initials, words] of copyOf.sheets) this.sheets.set(initials, words);
    for (const [name, id] of copyOf.known) this.known.set(name, id);
  }

  override passphrase(initials: string): string {
    return PEOPLE.find((person) => person.initials === initials)?.passphrase ?? '';
  }

  /** An identifier that inputs name; a well-formed one of nothing where there is none. */
  named(name: string): string {
    return this.known.get(name) ?? 'a'.repeat(26);
  }

  /** The words of one custodian's sheet. */
  sheet(initials: string): string[] {
    return this.sheets.get(initials) ?? Array<string>(26).fill('abandon');
  }

  /**
   * Everything that a refused call must leave as it was, each as text to compare: the ledgers, what leaves or
   * comes in, what the screens show.
   * @param traces - kinds of entries that don't count
   */
  standing(traces: readonly string[]): Readonly<Record<string, string>> {
    const { browser, saved, packs } = this.ports;
    const { revision: _revision, investigation, screen, ...bar } = this.countersign.view();
    return {
      ...this.#stored(traces),
      browser: `${browser.opened.length} opened, page ${browser.hasPage}, ${browser.focused} focused`,
      out: `${packs.built.length} packs, ${saved.length} files`,
      bar: JSON.stringify({ ...bar, recording: null, reference: investigation?.reference }),
      screen: JSON.stringify(screen, withoutTraces),
    };
  }

  #stored(traces: readonly string[]): Readonly<Record<string, string>> {
    const store = this.#store();
    if (store === null) return {};
    const ledgers = store
      .origins()
      .map((origin) => [...store.ledgerStore(origin).rows()].map(({ bytes }) => kindIn(bytes)))
      .map((kinds) => kinds.filter((kind) => !traces.includes(kind)).join());
    const rows = store.tables.investigations
      .list(store.read)
      .map(({ facts, ...row }) => `${JSON.stringify(row)} ${digestOf(facts)}`);
    return { ledgers: ledgers.join('; '), investigations: rows.join() };
  }

  /** Close it; whatever was done, `fsck` has nothing to say. */
  async closeAndCheck(): Promise<void> {
    this.letGo();
    const { kind } = this.countersign.view().screen;
    await this.countersign.close();
    if (kind !== 'setup') await assertSound(this.ports);
    this.ports.remove();
  }
}

/** The list of what happened names a refused try, and the review says whose code was wrong. */
function withoutTraces(name: string, value: unknown): unknown {
  return name === 'timeline' || name === 'lastWrongHalf' ? null : value;
}

function kindIn(bytes: Uint8Array): string {
  const entry: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return typeof entry === 'object' && entry !== null && 'kind' in entry ? String(entry.kind) : '';
}

async function assertSound({ vaultPath, clock, random, keyWorker, osKeyStore }: MemoryPorts) {
  const store = openStore(vaultPath, { holder: 'test' });
  try {
    const vault = await openVault({ store, clock, random, keyWorker, osKeyStore });
    expect(await fsck(store.fsckReader(), { verifier: vault.verifier })).toEqual([]);
  } finally {
    store.close();
  }
}

/** Vaults at rest that cells start from, each made from the one before it. */
export type VaultName =
  | 'none'
  | 'fresh'
  | 'created'
  | 'kept'
  | 'reviewed'
  | 'signed'
  | 'finished'
  | 'L1'
  | 'L2'
  | 'left'
  | 'released';

/** All of {@link VaultName}, closed, to be copied. */
export type Vaults = Readonly<Record<VaultName, MatrixApp>>;

const NOW = '2026-01-05T09:00:00.000Z';

/** Set up one vault, and bring copies of it as far as each state needs. */
export async function makeVaults(): Promise<Vaults> {
  const none = new MatrixApp();
  mkdirSync(none.ports.vaultPath);
  const fresh = await setUp(none);
  const created = await from(fresh, async (app) => {
    await app.signIn();
    const excludedIds = [app.id('QRX')];
    app.known.set('other', await app.create({ title: 'Another', excludedIds }));
    app.known.set('main', await app.create({ excludedIds }));
  });
  const kept = await from(created, async (app) => {
    await sit(app);
    app.known.set('visit', await app.visit());
    await app.capture();
    // Later the same page says something else: a capture to compare with.
    app.ports.clock.pass(60_000);
    await app.capture();
    const [first, second] = app.screen('review').exhibits;
    app.known.set('exhibit', first?.exhibitId ?? '');
    app.known.set('exhibit2', second?.exhibitId ?? '');
  });
  const reviewed = await from(kept, async (app) => {
    await sit(app);
    await app.do('review.complete', {});
    await app.do('record.conclusion', { rows: ['Refer to the DSL'] });
  });
  const signed = await from(reviewed, sign);
  const finished = await from(signed, async (app) => {
    await sit(app);
    await app.do('judgement.make', { ...JUDGEMENT, credentials: app.both('DAP', 'HE') });
    await sign(app, true);
  });
  const L2 = await from(kept, async (app) => {
    await sit(app);
    await app.do('stop.press', {});
  });
  const L1 = await from(L2, async (app) => {
    await app.do('stopped.called', { calledBy: 'The DSL', at: NOW, credentials: app.both() });
    await answer(app, 'something-else');
  });
  const left = await from(L2, async (app) => {
    await app.do('stopped.leave', { policeAllow: 'PC 0000 allows it', credentials: app.both() });
  });
  const released = await from(L2, release);
  return { none, fresh, created, kept, reviewed, signed, finished, L1, L2, left, released };
}

/** A judgement that both reviewers can then sign. */
export const JUDGEMENT = {
  ...{ substance: true, reasons: 'Threats against a pupil' },
  ...{ outcome: 'internal-action' as const, actions: ['Parents told'] },
};

/** Both reviewers sign in for the investigation. */
export async function sit(app: MatrixApp): Promise<void> {
  await app.do('signin.choose', { investigationId: app.named('main') });
  await app.signIn();
}

async function sign(app: MatrixApp, seated = false): Promise<void> {
  if (!seated) await sit(app);
  await app.do('record.sign', { half: 'first', passphrase: app.passphrase('RJT') });
  await app.do('record.sign', { half: 'second', passphrase: app.passphrase('IMS') });
}

async function answer(app: MatrixApp, what: 'something-else' | 'mistake'): Promise<void> {
  const pressedBy = app.id('RJT');
  await app.do('stopped.answer', { pressedBy, what, credentials: app.both() });
}

async function release(app: MatrixApp): Promise<void> {
  await answer(app, 'mistake');
  await app.do('release.open', {
    ...{ investigationId: app.named('main'), reason: 'mistake', document: 'Both say so' },
    sheets: [app.sheet('DAP'), app.sheet('HE')],
    credentials: app.both('RJT', 'HE'),
  });
}

async function setUp(none: MatrixApp): Promise<MatrixApp> {
  const app = new MatrixApp();
  const { vaultPath, clock, random, keyWorker, osKeyStore } = app.ports;
  const store = createStore(vaultPath, { holder: 'test' });
  const setup = new VaultSetup({ store, clock, random, keyWorker, osKeyStore });
  const { ids, sheets } = await fillSetup(setup, PEOPLE);
  await setup.finish();
  store.close();
  for (const [initials, id] of ids) {
    app.ids.set(initials, id);
    // Whoever is tried on a vault that is not set up has an identifier all the same.
    none.ids.set(initials, id);
  }
  for (const [initials, words] of sheets) app.sheets.set(initials, [...words]);
  return app;
}

async function from(before: MatrixApp, act: (app: MatrixApp) => Promise<void>): Promise<MatrixApp> {
  const app = new MatrixApp(before);
  await app.countersign.start();
  await act(app);
  await app.countersign.close();
  return app;
}
