import { collect, finding } from './finding.ts';
import type { Finding, FsckReader } from './fsck.ts';

/** Verify that every investigation's lock slot is there and whole, full or overwritten, and that no other is. */
export function fsckSlots(reader: FsckReader): {
  readonly findings: readonly Finding[];
  readonly slots: number;
} {
  const findings: Finding[] = [];
  const expected = new Set(reader.expectedSlots());
  for (const slotId of expected)
    collect(findings, slotPlace(slotId), () => reader.readSlot(slotId));
  for (const slotId of reader.slotFiles()) {
    if (expected.has(slotId)) continue;
    findings.push(
      finding(
        'VAULT_SLOT_STRAY',
        'slot expected an investigation that names it, got none',
        slotPlace(slotId),
      ),
    );
  }
  return { findings, slots: expected.size };
}

function slotPlace(slotId: string): string {
  return `slot ${slotId}`;
}
