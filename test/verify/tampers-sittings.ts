import { utf8 } from '#src/core/bytes.ts';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { sha256 } from '#src/crypto/hash.ts';
import { edit, jsonAt, valueAt } from '#test/support/tamper.ts';
import type { Tamper } from './tamper-type.ts';
import { EXPIRED, LEDGER, ROOT, editing, sealed, sitting, sittings } from './tamper-kit.ts';

/** Delegations and cosigned ends. By those who seal, or with their help: the deep checks alone can refuse them. */
export const SITTING_TAMPERS: readonly Tamper[] = [
  {
    class: 'delegation',
    name: 'signed by one of the two',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({
      signers: [people[2].note],
      personIds: [people[2].personId, people[3].personId],
    })),
  },
  {
    class: 'delegation',
    name: 'signed by one person twice',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({
      signers: [people[2].note, people[2].note],
      personIds: [people[2].personId, people[3].personId],
    })),
  },
  {
    class: 'delegation',
    name: 'of one person twice',
    code: LEDGER,
    where: sittings,
    make: sitting(({ people }) => ({
      signers: [people[2].note, people[2].note],
      personIds: [people[2].personId, people[2].personId],
    })),
  },
  {
    class: 'delegation',
    name: 'of one person',
    code: LEDGER,
    where: sittings,
    make: sitting(({ people }) => ({ signers: [people[2].note] })),
  },
  {
    class: 'delegation',
    name: 'of three people',
    code: LEDGER,
    where: sittings,
    make: sitting(({ people }) => ({ signers: people.slice(1).map(({ note }) => note) })),
  },
  {
    class: 'delegation',
    name: 'signed by a third too',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({
      signers: [people[1].note, people[2].note, people[3].note],
      personIds: [people[2].personId, people[3].personId],
    })),
  },
  {
    class: 'delegation',
    name: 'of a person whom the pack does not name',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({ personIds: [people[2].personId, 'a'.repeat(26)] })),
  },
  {
    class: 'delegation',
    name: 'for 13 hours',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ lifeMs: 13 * 3_600_000 })),
  },
  {
    class: 'delegation',
    name: 'that ends before it begins',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ lifeMs: -1 })),
  },
  {
    class: 'delegation',
    name: 'of another tree',
    code: ROOT,
    where: sittings,
    make: sitting(() => ({ root: sha256(utf8('x')) })),
  },
  {
    class: 'delegation',
    name: 'of a tree of the future',
    code: 'LEDGER_ROLLED_BACK',
    where: sittings,
    make: sitting(() => ({ sizeShift: 9 })),
  },
  {
    class: 'delegation',
    name: 'of another size',
    code: ROOT,
    where: sittings,
    make: sitting(() => ({ sizeShift: -1 })),
  },
  {
    class: 'delegation',
    name: 'of another ledger',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { origin: 'countersign/other' } })),
  },
  {
    class: 'delegation',
    name: 'of another sitting',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { sittingId: 'a'.repeat(26) } })),
  },
  {
    class: 'delegation',
    name: 'of another computer',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { computerId: 'a'.repeat(26) } })),
  },
  {
    class: 'delegation',
    name: 'with a further field',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { more: true } })),
  },
  {
    class: 'delegation',
    name: 'of a newer version',
    code: LEDGER,
    where: sittings,
    make: sitting(() => ({ says: { v: 2 } })),
  },
  {
    class: 'delegation',
    name: 'of a key of another length',
    code: 'SIGNER_UNKNOWN',
    make: sitting(() => ({ says: { publicKey: 'AAAA' } })),
  },
  {
    class: 'delegation',
    name: 'left out',
    code: 'LEDGER_SITTING_UNKNOWN',
    make: editing(sittings, [0], () => undefined),
  },
  {
    class: 'delegation',
    name: 'twice',
    code: LEDGER,
    alone: true,
    where: sittings,
    make: editing(sittings, [], (old) =>
      Array.isArray(old)
        ? [...(old as readonly JsonValue[]), ...(old as readonly JsonValue[]).slice(0, 1)]
        : old,
    ),
  },
  {
    class: 'delegation',
    name: 'two swapped',
    code: LEDGER,
    where: sittings,
    make: sealed((files) => {
      const [one, other] = [0, 1].map((i) => valueAt(jsonAt(files, sittings), [i, 'delegation']));
      edit(files, sittings, [0, 'delegation'], () => other);
      edit(files, sittings, [1, 'delegation'], () => one);
    }),
  },
  {
    class: 'sitting bounds',
    name: 'an entry after it expired',
    code: EXPIRED,
    alone: true,
    where: 'ledger entry 14',
    make: sitting(() => ({ recordedMs: 3_600_001 })),
  },
  {
    class: 'sitting bounds',
    name: 'an entry after the cosigned end',
    code: EXPIRED,
    alone: true,
    where: 'ledger entry 15',
    make: sitting(() => ({ entries: 2, cosigned: 1 })),
  },
  {
    class: 'sitting bounds',
    name: 'an end that nobody cosigned',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(() => ({ cosigned: 1, cosigners: [] })),
  },
  {
    class: 'sitting bounds',
    name: 'an end that one cosigned',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({ cosigned: 1, cosigners: [people[2].note] })),
  },
  {
    class: 'sitting bounds',
    name: 'an end that one cosigned twice',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({ cosigned: 1, cosigners: [people[2].note, people[2].note] })),
  },
  {
    class: 'sitting bounds',
    name: 'an end that others cosigned',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({ cosigned: 1, cosigners: [people[0].note, people[1].note] })),
  },
  {
    class: 'sitting bounds',
    name: 'an end with a further line',
    code: 'SIGNER_UNKNOWN',
    where: sittings,
    make: sitting(({ people }) => ({
      cosigned: 1,
      cosigners: people.slice(1).map(({ note }) => note),
    })),
  },
  {
    class: 'sitting bounds',
    name: 'a cosigned end taken away and entries after it',
    code: 'SIGNER_UNKNOWN',
    where: 'ledger entry 14',
    make: sitting(({ people }) => ({ extraSigner: people[2].note })),
  },
];
