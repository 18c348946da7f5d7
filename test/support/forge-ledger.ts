import { fromUtf8, toBase64, toHex, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { cosignNote, signNote, type NoteSigner } from '#src/crypto/note.ts';
import { encodeCheckpoint } from '#src/ledger/checkpoint.ts';
import { commit } from '#src/ledger/commitment.ts';
import { Frontier } from '#src/ledger/frontier.ts';
import { leafHash } from '#src/ledger/tree.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { edit, jsonAt, linesOf, setLines, valueAt, type Files } from './tamper.ts';

const ID = 'forgedforgedforgedforged22';

/** What an attacker adds to a ledger whose people's keys they hold. */
export interface ForgedSitting {
  /** Sign the delegation; two people of the pack. */
  readonly signers: readonly NoteSigner[];
  /** Whom the delegation names; the signers' ids where absent. */
  readonly personIds?: readonly string[];
  readonly lifeMs?: number;
  /** Milliseconds after the start at which the entries are recorded. */
  readonly recordedMs?: number;
  /** Added to the size that the delegation accepts. */
  readonly sizeShift?: number;
  /** Another root than the ledger's. */
  readonly root?: Uint8Array;
  /** Entries to add. */
  readonly entries?: number;
  /** How many of them the cosigned end covers; none cosigned where absent. */
  readonly cosigned?: number;
  readonly cosigners?: readonly NoteSigner[];
  /** Further members of the delegation. */
  readonly says?: Readonly<Record<string, JsonValue>>;
  /** A line that another key signs too. */
  readonly extraSigner?: NoteSigner;
}

function treeOf(lines: readonly JsonValue[]): Frontier {
  return lines.reduce<Frontier>(
    (tree, line) => tree.append(leafHash(canonicalBytes(valueAt(line, ['entry'])))),
    Frontier.empty(),
  );
}

/** An entry that a key of the attacker's choice signs. */
export function forgedLine(
  lines: readonly JsonValue[],
  origin: string,
  options: {
    readonly sitting: string | null;
    readonly recordedAt: string;
    readonly kind?: string;
    readonly payload?: JsonValue;
    readonly signers: readonly NoteSigner[];
  },
): JsonValue {
  const { sitting, recordedAt, kind = 'sitting-ended', payload = { v: 1 }, signers } = options;
  const salt = new Uint8Array(32).fill(7);
  const entry = {
    ...{ v: 1, origin, index: lines.length, kind, recordedAt, monotonicMs: 1 },
    ...{ bootId: 'forged', sitting, objects: [] },
    commitment: toHex(commit(canonicalBytes(payload), salt)),
  };
  const tree = treeOf(lines).append(leafHash(canonicalBytes(entry)));
  const text = encodeCheckpoint({ origin, size: lines.length + 1, root: tree.root() });
  return {
    entry,
    checkpoint: signNote(text, signers),
    disclosed: { salt: toHex(salt), payload },
  };
}

/** A head's note with the cosignatures of people. */
function cosigned(note: string, cosigners: readonly NoteSigner[]): string {
  return cosigners.reduce(
    (signed, { name, seed }) => cosignNote(signed, name, seed, 1_800_000_000),
    note,
  );
}

/**
 * Add a sitting with entries of its own at the ledger's end, as two people of the school could who
 * hold every key of theirs. Well made where nothing is overridden.
 */
export function addSitting(files: Files, forged: ForgedSitting): void {
  const lines = linesOf(files);
  const origin = String(valueAt(jsonAt(files, PACK_PATHS.about), ['ledger', 'origin']));
  const computer = valueAt(jsonAt(files, PACK_PATHS.about), ['computers', 0, 'computerId']);
  const { signers, lifeMs = 3_600_000, recordedMs = 1000, entries = 1 } = forged;
  const startedAt = String(valueAt(jsonAt(files, PACK_PATHS.about), ['createdAt']));
  const startMs = Date.parse(startedAt);
  const seed = newEd25519Seed();
  const tree = treeOf(lines);
  const value = {
    ...{ v: 1, sittingId: ID, origin, size: lines.length + (forged.sizeShift ?? 0) },
    ...{ root: toBase64(forged.root ?? tree.root()), computerId: computer, bootId: 'forged' },
    ...{ startedAt, expiresAt: new Date(startMs + lifeMs).toISOString() },
    publicKey: toBase64(ed25519PublicKey(seed)),
    personIds: forged.personIds ?? signers.map(({ name }) => name.split('/').at(-1) ?? ''),
    ...forged.says,
  };
  const delegation = signNote(
    `countersign/delegation/v1\n${fromUtf8(canonicalBytes(value))}\n`,
    signers,
  );
  const name = `${origin}/sitting/${ID}`;
  const recordedAt = new Date(startMs + recordedMs).toISOString();
  const keys = [{ name, seed }, ...(forged.extraSigner === undefined ? [] : [forged.extraSigner])];
  for (let i = 0; i < entries; i++) {
    lines.push(forgedLine(lines, origin, { sitting: ID, recordedAt, signers: keys }));
  }
  const ends = lines.at((forged.cosigned ?? 0) - entries - 1);
  const endedCheckpoint =
    forged.cosigned === undefined || ends === undefined
      ? null
      : cosigned(String(valueAt(ends, ['checkpoint'])), forged.cosigners ?? signers);
  setLines(files, lines);
  const row = { sittingId: ID, delegation: toBase64(utf8(delegation)), endedCheckpoint };
  edit(files, PACK_PATHS.sittings, [], (old) =>
    Array.isArray(old) ? [...(old as readonly JsonValue[]), row] : old,
  );
}
