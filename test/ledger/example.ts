import { canonicalBytes } from '#src/core/canonical-json.ts';
import { fromUtf8, toBase64, toHex } from '#src/core/bytes.ts';
import { ed25519PublicKey } from '#src/crypto/ed25519.ts';
import { signNote, verifierKey } from '#src/crypto/note.ts';
import { encodeCheckpoint } from '#src/ledger/checkpoint.ts';
import { commit, commitmentText } from '#src/ledger/commitment.ts';
import { encodeEntry } from '#src/ledger/entry.ts';
import { computerSignerName } from '#src/ledger/origin.ts';
import { inclusionProof, leafHash, rootOf } from '#src/ledger/tree.ts';

const ORIGIN = 'countersign/aaaaaaaaaaaaaaaaaaaaaaaaaa/investigation/bbbbbbbbbbbbbbbbbbbbbbbbbb';
const COMPUTER_ID = 'cccccccccccccccccccccccccc';
const SEED = new Uint8Array(32).fill(0x42);
const PAYLOADS = [
  { reason: 'Report by a parent', v: 1 },
  { note: 'Both agreed to go on', v: 1 },
] as const;

/** The worked example of docs/spec/ledger.md: what stands there by its label, made from fixed inputs. */
export function workedExample(): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const leaves: Uint8Array[] = [];
  for (const [index, payload] of PAYLOADS.entries()) {
    const payloadBytes = canonicalBytes(payload);
    const salt = new Uint8Array(32).fill(index + 1);
    const commitment = commitmentText(commit(payloadBytes, salt));
    const bytes = encodeEntry({
      ...{
        v: 1,
        origin: ORIGIN,
        index,
        kind: index === 0 ? 'opened' : 'noted',
        sitting: null,
        objects: [],
      },
      ...{
        recordedAt: `2026-11-17T10:0${index}:00.000Z`,
        monotonicMs: 5_000 + index * 60_000,
        bootId: 'boot-1',
      },
      commitment,
    });
    leaves.push(leafHash(bytes));
    values.set(`payload ${index}`, fromUtf8(payloadBytes));
    values.set(`salt ${index}`, toHex(salt));
    values.set(`commitment ${index}`, commitment);
    values.set(`entry ${index}`, fromUtf8(bytes));
    values.set(`leaf ${index}`, toHex(leaves[index] ?? new Uint8Array()));
  }
  const root = rootOf(leaves);
  const name = computerSignerName(ORIGIN, COMPUTER_ID);
  values.set('root', toHex(root));
  values.set('inclusion proof of entry 0', inclusionProof(leaves, 0).map(toBase64).join(' '));
  values.set('verifier key', verifierKey(name, ed25519PublicKey(SEED)));
  values.set(
    'checkpoint',
    signNote(encodeCheckpoint({ origin: ORIGIN, size: 2, root }), [{ name, seed: SEED }]),
  );
  return values;
}
