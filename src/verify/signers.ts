import { EvidenceError } from '#src/core/errors.ts';
import { keyOfComputer, keyOfPerson, type KnownKeys } from './certificates.ts';
import type { PackLine } from './ledger-lines.ts';
import { noteNames, verifySigned } from './note.ts';
import type { PackSitting } from './sittings.ts';

/** Outside sittings a computer signs alone, or two different people do. */
async function checkOutside(line: PackLine, origin: string, keys: KnownKeys): Promise<void> {
  const { checkpoint, recordedAt } = line;
  const names = noteNames(checkpoint);
  const computer = `${origin}/computer/`;
  const [only = ''] = names.length === 1 ? names : [];
  if (only.startsWith(computer)) {
    const computerId = only.slice(computer.length);
    await verifySigned(checkpoint, [keyOfComputer(keys, origin, computerId, recordedAt)]);
    return;
  }
  const prefix = `${origin}/person/`;
  const ids = names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  if (ids.length !== 2 || names.length !== 2 || ids[0] === ids[1]) {
    throw new EvidenceError('SIGNER_UNKNOWN', 'checkpoint expected a computer or two people');
  }
  await verifySigned(
    checkpoint,
    ids.map((id) => keyOfPerson(keys, origin, id, recordedAt)),
  );
}

/**
 * Verify that whoever had to sign an entry's checkpoint did: in a sitting its key, within its life;
 * outside a computer or two people.
 * @throws {EvidenceError} LEDGER_SITTING_UNKNOWN, LEDGER_SITTING_EXPIRED, SIGNER_UNKNOWN, SIGNATURE_INVALID,
 * CERTIFICATE_EXPIRED
 */
export async function checkSigners(
  line: PackLine,
  origin: string,
  keys: KnownKeys,
  sittings: ReadonlyMap<string, PackSitting>,
): Promise<void> {
  if (line.sitting === null) return checkOutside(line, origin, keys);
  const sitting = sittings.get(line.sitting);
  if (sitting === undefined) {
    const message = '"sitting" expected one that both signed for';
    throw new EvidenceError('LEDGER_SITTING_UNKNOWN', message);
  }
  const beyond = sitting.end !== null && line.index >= sitting.end;
  if (line.index < sitting.size || beyond || line.recordedAt > sitting.expiresAt) {
    throw new EvidenceError('LEDGER_SITTING_EXPIRED', 'entry expected within its sitting');
  }
  await verifySigned(line.checkpoint, [sitting.key]);
}
