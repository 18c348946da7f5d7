import { fromUtf8, toBase64, toHex, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { canonicalBytes, parseCanonical, type JsonValue } from '#src/core/canonical-json.ts';
import type { SittingRow } from '#src/ledger/store-port.ts';
import type { PackFile } from './canonical-zip.ts';
import { PACK_PATHS } from './format.ts';
import type { PackEntry, PackInput } from './input.ts';

/** One line of `entries.jsonl`: the entry itself, its checkpoint, and its payload or null. */
function entryLine({ bytes, checkpoint, disclosed }: PackEntry): string {
  const line: JsonValue = {
    entry: parseCanonical(bytes),
    checkpoint,
    disclosed:
      disclosed === null
        ? null
        : { salt: toHex(disclosed.salt), payload: parseCanonical(disclosed.payloadBytes) },
  };
  return `${fromUtf8(canonicalBytes(line))}\n`;
}

function sittingValue({ sittingId, delegation, endedCheckpoint }: SittingRow): JsonValue {
  return { sittingId, delegation: toBase64(delegation), endedCheckpoint };
}

/** Size of the tree that a sitting's delegation accepts: what it says in its second line, unverified. */
function delegatedSize({ delegation }: SittingRow): number {
  const [, value = ''] = fromUtf8(delegation).split('\n');
  const says = parseCanonical(utf8(value));
  const size =
    says !== null && typeof says === 'object' && 'size' in says ? says['size'] : undefined;
  if (typeof size === 'number' && Number.isSafeInteger(size)) return size;
  throw new EvidenceError('PACK_CONTENT_REFUSED', '"delegation" expected the size of a tree');
}

/** By size of the tree, then by identifier: the same sittings always stand in one order. */
function ordered(sittings: readonly SittingRow[]): readonly SittingRow[] {
  const sizes = new Map(sittings.map((one) => [one, delegatedSize(one)]));
  return sittings.toSorted((a, b) => {
    const difference = (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0);
    return difference === 0 ? (a.sittingId < b.sittingId ? -1 : 1) : difference;
  });
}

/**
 * The files of the ledger: every entry in order, withheld payloads as commitments only, the
 * delegations in their one order, and the head.
 * @throws {EvidenceError} PACK_CONTENT_REFUSED - a delegation that is none
 * @see docs/spec/pack.md, section 5
 */
export function ledgerFiles({
  entries,
  sittings,
  finalCheckpoint,
}: PackInput['ledger']): PackFile[] {
  return [
    { path: PACK_PATHS.entries, bytes: utf8(entries.map(entryLine).join('')) },
    { path: PACK_PATHS.sittings, bytes: canonicalBytes(ordered(sittings).map(sittingValue)) },
    { path: PACK_PATHS.checkpoint, bytes: utf8(finalCheckpoint) },
  ];
}
