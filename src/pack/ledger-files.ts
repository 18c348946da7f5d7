import { fromUtf8, toBase64, toHex, utf8 } from '#src/core/bytes.ts';
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

/**
 * The files of the ledger: every entry in order, withheld payloads as commitments only, the
 * delegations, and the head.
 * @see docs/spec/pack.md, section 5
 */
export function ledgerFiles({
  entries,
  sittings,
  finalCheckpoint,
}: PackInput['ledger']): PackFile[] {
  return [
    { path: PACK_PATHS.entries, bytes: utf8(entries.map(entryLine).join('')) },
    { path: PACK_PATHS.sittings, bytes: canonicalBytes(sittings.map(sittingValue)) },
    { path: PACK_PATHS.checkpoint, bytes: utf8(finalCheckpoint) },
  ];
}
