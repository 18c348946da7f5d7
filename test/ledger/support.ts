import { join } from 'node:path';
import { newAgeIdentity, recipientOf } from '#src/crypto/age-file.ts';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { encodeCheckpoint } from '#src/ledger/checkpoint.ts';
import { newDataKey } from '#src/ledger/data-key.ts';
import { openLedger, type Ledger, type LedgerWriter } from '#src/ledger/ledger.ts';
import { computerSignerName, sittingSignerName } from '#src/ledger/origin.ts';
import type { DelegationFacts } from '#src/ledger/verifier.ts';
import { createStore, type OpenStore } from '#src/store/store.ts';
import { signerOf, TestClock, TestSchool } from './school.ts';
import { closedAtEnd, HOLDER, id, temporaryFolder } from '../store/support.ts';

/** A ledger in a real vault, with everything that writes to it. */
export interface TestVault {
  readonly path: string;
  readonly store: OpenStore;
  readonly school: TestSchool;
  readonly clock: TestClock;
  readonly origin: string;
  readonly ledger: Ledger;
  readonly identity: string;
  readonly restrictedIdentity: string;
  /** Writes outside a sitting, under the computer's key. */
  readonly computer: LedgerWriter;
}

/** Make a vault with an empty ledger, closed and removed at the test's end. */
export async function newVault(): Promise<TestVault> {
  const vault = await newVaultAt(join(temporaryFolder(), 'vault'));
  closedAtEnd(vault.store);
  return vault;
}

/** Make a vault with an empty ledger; closing and removing it is the caller's. */
export async function newVaultAt(path: string): Promise<TestVault> {
  const store = createStore(path, { holder: HOLDER });
  const school = new TestSchool();
  const clock = new TestClock();
  const origin = `countersign/${id()}/investigation/${id()}`;
  const ledger = openLedger({ store: store.ledgerStore(origin), clock, random: randomBytes });
  const { identity, recipient } = await newAgeIdentity();
  const restricted = await newAgeIdentity();
  const common = { sittingId: null, random: randomBytes };
  const computer: LedgerWriter = {
    sittingId: null,
    signer: signerOf(computerSignerName(origin, school.computerId), school.computerSeed),
    dataKey: await newDataKey({ ...common, restricted: false, recipients: [recipient] }),
    restrictedDataKey: await newDataKey({
      ...common,
      restricted: true,
      recipients: [restricted.recipient],
    }),
  };
  return {
    path,
    store,
    school,
    clock,
    origin,
    ledger,
    identity,
    restrictedIdentity: restricted.identity,
    computer,
  };
}

/** Start a sitting: its row is stored, its writer returned. */
export async function startSitting(
  vault: TestVault,
  over: Partial<DelegationFacts> = {},
): Promise<{
  readonly writer: LedgerWriter;
  readonly sittingId: string;
  readonly seed: Uint8Array;
}> {
  const { store, school, ledger, origin, identity } = vault;
  const sittingId = id();
  const seed = newEd25519Seed();
  const { size, root } = ledger.head();
  const facts = {
    publicKey: ed25519PublicKey(seed),
    size,
    root,
    expiresAt: '2026-11-17T14:00:00.000Z',
    ...over,
  };
  const delegation = school.delegate(origin, sittingId, facts);
  store.write((db) => {
    store.ledgerStore(origin).putSitting(db, { sittingId, delegation, endedCheckpoint: null });
  });
  const recipients = [await recipientOf(identity)];
  const dataKey = await newDataKey({
    sittingId,
    restricted: false,
    recipients,
    random: randomBytes,
  });
  const signer = signerOf(sittingSignerName(origin, sittingId), seed);
  return { sittingId, seed, writer: { sittingId, signer, dataKey, restrictedDataKey: null } };
}

/** Add one entry in a transaction of its own. */
export function add(
  vault: Pick<TestVault, 'store' | 'ledger'>,
  writer: LedgerWriter,
  input: Parameters<Ledger['append']>[2],
): number {
  return vault.store.write((db) => vault.ledger.append(db, writer, input).index);
}

/** A checkpoint's note under a writer's key. */
export function noteOf(
  writer: LedgerWriter,
  origin: string,
  size: number,
  root: Uint8Array,
): string {
  return writer.signer.sign(encodeCheckpoint({ origin, size, root }));
}
