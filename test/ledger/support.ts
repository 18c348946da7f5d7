import { join } from 'node:path';
import { fromBase64, fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { newAgeIdentity, recipientOf } from '#src/crypto/age-file.ts';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { cosignNote, signNote, verifyCosignature, verifyNote } from '#src/crypto/note.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { encodeCheckpoint } from '#src/ledger/checkpoint.ts';
import { newDataKey } from '#src/ledger/data-key.ts';
import { openLedger, type Ledger, type LedgerWriter } from '#src/ledger/ledger.ts';
import { computerSignerName, personSignerName, sittingSignerName } from '#src/ledger/origin.ts';
import type { SittingRow } from '#src/ledger/store-port.ts';
import type { DelegationFacts, LedgerVerifier } from '#src/ledger/verifier.ts';
import { createStore, type OpenStore } from '#src/store/store.ts';
import { closedAtEnd, HOLDER, id, temporaryFolder } from '../store/support.ts';

/** A clock that tests move by hand. */
export class TestClock implements Clock {
  wallMs = Date.parse('2026-11-17T10:00:00.000Z');
  monotonic = 5_000;
  boot = 'boot-1';

  now(): string {
    return new Date(this.wallMs).toISOString();
  }

  monotonicMs(): number {
    return this.monotonic;
  }

  bootId(): string {
    return this.boot;
  }

  /** Let time pass. */
  pass(ms: number): void {
    this.wallMs += ms;
    this.monotonic += ms;
  }
}

/** Two people and a computer that sign; stands for the vault's people and their certificates. */
export class TestSchool {
  readonly people: readonly [
    person: { id: string; seed: Uint8Array },
    other: { id: string; seed: Uint8Array },
  ] = [
    { id: id(), seed: newEd25519Seed() },
    { id: id(), seed: newEd25519Seed() },
  ];
  readonly computerSeed = newEd25519Seed();

  /** The verifier that knows them. */
  verifier(): LedgerVerifier {
    return {
      delegation: (origin, sitting) => this.#delegation(origin, sitting),
      cosigned: (origin, _sitting, note) => {
        for (const { id: personId, seed } of this.people) {
          verifyCosignature(note, {
            name: personSignerName(origin, personId),
            publicKey: ed25519PublicKey(seed),
          });
        }
      },
      keysOf: (name) => (name.endsWith('/computer') ? [ed25519PublicKey(this.computerSeed)] : []),
    };
  }

  /** A delegation signed by the given people. */
  delegate(
    origin: string,
    sittingId: string,
    facts: DelegationFacts,
    by: readonly { id: string; seed: Uint8Array }[] = this.people,
  ): Uint8Array {
    const lines = [
      origin,
      sittingId,
      toBase64(facts.publicKey),
      facts.size,
      toBase64(facts.root),
      facts.expiresAt,
    ];
    const signers = by.map(({ id: personId, seed }) => ({
      name: personSignerName(origin, personId),
      seed,
    }));
    return utf8(signNote(`${lines.join('\n')}\n`, signers));
  }

  /** Cosign a checkpoint as both. */
  cosign(origin: string, note: string): string {
    return this.people.reduce(
      (text, { id: personId, seed }) =>
        cosignNote(text, personSignerName(origin, personId), seed, 1_780_000_000),
      note,
    );
  }

  #delegation(origin: string, sitting: SittingRow): DelegationFacts {
    const trusted = this.people.map(({ id: personId, seed }) => ({
      name: personSignerName(origin, personId),
      publicKey: ed25519PublicKey(seed),
    }));
    const { text, verified } = verifyNote(fromUtf8(sitting.delegation), trusted);
    const [of, sittingId, key = '', size, root = '', expiresAt = ''] = text.split('\n');
    if (verified.length < 2 || of !== origin || sittingId !== sitting.sittingId) {
      throw new EvidenceError(
        'SIGNER_UNKNOWN',
        'delegation expected two signatures over this sitting',
      );
    }
    return { publicKey: fromBase64(key), size: Number(size), root: fromBase64(root), expiresAt };
  }
}

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

/** Make a vault with an empty ledger. */
export async function newVault(): Promise<TestVault> {
  const path = join(temporaryFolder(), 'vault');
  const store = closedAtEnd(createStore(path, { holder: HOLDER }));
  const school = new TestSchool();
  const clock = new TestClock();
  const origin = `countersign/${id()}/investigation/${id()}`;
  const ledger = openLedger({ store: store.ledgerStore(origin), clock, random: randomBytes });
  const { identity, recipient } = await newAgeIdentity();
  const restricted = await newAgeIdentity();
  const common = { sittingId: null, random: randomBytes };
  const computer: LedgerWriter = {
    sittingId: null,
    signer: signerOf(computerSignerName(origin), school.computerSeed),
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

/** A signer of checkpoints. */
export function signerOf(name: string, seed: Uint8Array): LedgerWriter['signer'] {
  return { name, sign: (text) => signNote(text, [{ name, seed }]) };
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
