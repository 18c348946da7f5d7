import type { JsonValue } from '#src/core/canonical-json.ts';
import { PACK_PATHS } from '#src/pack/format.ts';
import { edit, type Place } from '#test/support/tamper.ts';
import type { Tamper } from './tamper-type.ts';
import { LEDGER, LISTS, UNPROVED, about, editing, say, sealed, sittings } from './tamper-kit.ts';

const labels = PACK_PATHS.exhibits;
const KIND = 'PACK_EXHIBIT_KIND_UNKNOWN';

function reversed(value: JsonValue): JsonValue {
  return Array.isArray(value) ? (value as readonly JsonValue[]).toReversed() : value;
}

/** A label changed: the ledger and `pack.json` say something else. */
function label(
  name: string,
  place: Place,
  change: (old: JsonValue) => JsonValue | undefined,
): Tamper {
  const make = editing(labels, ['exhibits', 0, ...place], change);
  return { class: 'label', name, code: UNPROVED, alone: true, where: labels, make };
}

/** Custody changed: the ledger says what happened. */
function custody(
  name: string,
  place: Place,
  change: (old: JsonValue) => JsonValue | undefined,
): Tamper {
  return { ...label(name, ['custody', ...place], change), class: 'custody' };
}

/** Labels, custody, kinds of exhibit and computers. By those who seal, or with their help. */
export const LABEL_TAMPERS: readonly Tamper[] = [
  label('reference', ['exhibitRef'], say('RJT/3')),
  label('identifier', ['exhibitId'], say('a'.repeat(26))),
  label('kind', ['kind'], say('archive')),
  label('digest', ['digest'], say(`sha256:${'0'.repeat(64)}`)),
  label('description', ['description'], say('Nothing')),
  label('investigation', ['investigationRef'], say('NHS-2026-002')),
  label('when it was produced', ['producedAt'], say('2026-01-01T00:00:00.000Z')),
  label('place', ['place'], say('Elsewhere')),
  label('computer', ['computerId'], say('a'.repeat(26))),
  label('who produced it', ['producedBy', 'name'], say('Somebody Else')),
  label('position of the witness', ['witnessedBy', 'position'], say('Caretaker')),
  label('the whole it is part of', ['parent'], say('RJT/9')),
  label('a member more', ['more'], () => 1),
  label('a member less', ['place'], () => undefined),
  label('left out', [], () => undefined),
  {
    ...label('one more', [], () => undefined),
    make: editing(labels, ['exhibits'], (old) =>
      Array.isArray(old) ? [...(old as readonly JsonValue[]), null] : old,
    ),
  },
  { ...label('another order', [], () => null), make: editing(labels, ['exhibits'], reversed) },
  { ...label('another kind of file', [], () => null), make: editing(labels, ['kind'], say('x')) },
  { ...label('another version', [], () => null), make: editing(labels, ['v'], () => 2) },
  {
    class: 'label',
    name: 'the file gone',
    code: 'PACK_FILE_MISSING',
    where: labels,
    alone: true,
    make: sealed((files) => {
      files.delete(labels);
    }),
  },
  custody('time', [0, 'at'], say('2026-01-01T00:00:00.000Z')),
  custody('kind', [1, 'kind'], say('examined')),
  custody('entry', [1, 'entryIndex'], () => 3),
  custody('from whom', [1, 'from', 'personId'], say('a'.repeat(26))),
  custody('to whom', [1, 'to'], () => null),
  custody('reason', [1, 'why'], say('Kept')),
  custody('recipient of the copy', [2, 'why'], say('Copy for nobody, Nowhere')),
  custody('an event left out', [2], () => undefined),
  custody('another order', [], reversed),
  ...['received-file', 'archive', 'hologram'].map(
    (kind) =>
      ({
        class: 'kind of exhibit',
        name: kind,
        code: KIND,
        alone: true,
        where: 'exhibit RJT/1',
        make: sealed((files) => {
          edit(files, about, ['exhibits', 0, 'kind'], say(kind));
        }),
      }) as const,
  ),
  {
    class: 'kind of exhibit',
    name: 'none',
    code: LISTS,
    where: about,
    make: editing(about, ['exhibits', 0, 'kind'], () => undefined),
  },
  {
    class: 'order',
    name: 'of exhibits, in pack.json and labels',
    code: LISTS,
    alone: true,
    make: sealed((files) => {
      edit(files, about, ['exhibits'], reversed);
      edit(files, labels, ['exhibits'], reversed);
    }),
  },
  {
    class: 'order',
    name: 'of sittings',
    code: LEDGER,
    alone: true,
    where: sittings,
    make: editing(sittings, [], reversed),
  },
  {
    class: 'computers',
    name: 'the same twice',
    code: LISTS,
    alone: true,
    where: about,
    make: editing(about, ['computers'], (old) =>
      Array.isArray(old)
        ? [...(old as readonly JsonValue[]), ...(old as readonly JsonValue[])]
        : old,
    ),
  },
  {
    class: 'computers',
    name: 'another name',
    code: 'CERTIFICATE_WRONG_ROLE',
    where: about,
    make: editing(about, ['computers', 0, 'name'], say('Another laptop')),
  },
  {
    class: 'computers',
    name: 'another identifier',
    code: 'CERTIFICATE_WRONG_ROLE',
    where: about,
    make: editing(about, ['computers', 0, 'computerId'], say('a'.repeat(26))),
  },
  {
    class: 'computers',
    name: 'another room',
    code: UNPROVED,
    alone: true,
    where: labels,
    make: editing(about, ['computers', 0, 'location'], say('Elsewhere')),
  },
  {
    class: 'withheld',
    name: 'fewer things than digests',
    code: LISTS,
    alone: true,
    where: 'withheld',
    make: editing(about, ['withheld', 0, 'digests'], () =>
      ['0', '1'].map((digit) => `sha256:${digit.repeat(64)}`),
    ),
  },
];
