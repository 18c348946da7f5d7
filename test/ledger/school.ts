import { fromBase64, fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { newId } from '#src/core/ids.ts';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { cosignNote, signNote, verifyCosignature, verifyNote } from '#src/crypto/note.ts';
import { randomBytes } from '#src/crypto/random.ts';
import type { LedgerWriter } from '#src/ledger/ledger.ts';
import { personSignerName } from '#src/ledger/origin.ts';
import type { SittingRow } from '#src/ledger/store-port.ts';
import type { DelegationFacts, LedgerVerifier } from '#src/ledger/verifier.ts';

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
    { id: newId(randomBytes), seed: newEd25519Seed() },
    { id: newId(randomBytes), seed: newEd25519Seed() },
  ];
  readonly computerId = 'c'.repeat(26);
  readonly computerSeed: Uint8Array;

  /** @param computerSeed - the computer's key; a new one by default */
  constructor(computerSeed: Uint8Array = newEd25519Seed()) {
    this.computerSeed = computerSeed;
  }

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
      keysOf: (name) =>
        name.endsWith(`/computer/${this.computerId}`) ? [ed25519PublicKey(this.computerSeed)] : [],
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

/** A signer of checkpoints. */
export function signerOf(name: string, seed: Uint8Array): LedgerWriter['signer'] {
  return { name, sign: (text) => signNote(text, [{ name, seed }]) };
}
