import type { JsonValue } from '#src/core/canonical-json.ts';
import type {
  AboutCapture,
  AboutPart,
  AboutV1,
  LabelCustody,
  LabelHolder,
} from '#src/pack/format.ts';
import { isFields, type JsonFields } from './fields.ts';
import type { LedgerFacts } from './ledger.ts';
import type { PackLine } from './ledger-lines.ts';

interface Sources {
  readonly about: AboutV1;
  readonly ledger: LedgerFacts;
}

type Payloads = ReadonlyMap<number, JsonFields>;

function payloadsOf({ disclosed }: LedgerFacts): Payloads {
  return new Map(
    disclosed.flatMap(({ index, payload }) => (isFields(payload) ? [[index, payload]] : [])),
  );
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** `<recipient>, <organisation>` of an export, as the entry that started it says. */
function recipientOf(exportId: JsonValue | undefined, { ledger }: Sources): string {
  const started = ledger.disclosed.find(
    ({ kind, payload }) =>
      kind === 'export-started' && isFields(payload) && payload['exportId'] === exportId,
  )?.payload;
  if (!isFields(started)) return '';
  return `${textOf(started['recipient'])}, ${textOf(started['organisation'])}`;
}

function includes(list: JsonValue | undefined, value: string): boolean {
  return Array.isArray(list) && list.includes(value);
}

/** Which event of custody an entry after that which kept the exhibit is, and why; null for none. */
function happened(
  exhibit: AboutCapture | AboutPart,
  { kind }: PackLine,
  payload: JsonFields,
  sources: Sources,
): readonly [LabelCustody['kind'], string] | null {
  const { exportId } = payload;
  switch (kind) {
    case 'locked':
      return ['locked', 'Stopped and locked'];
    case 'released':
      return ['released', 'Released by the custodians'];
    case 'computer-replaced':
      return ['moved', 'The computer was replaced'];
    case 'exhibit-viewed':
      return payload['exhibitId'] === exhibit.exhibitId
        ? ['examined', 'Looked at by two people']
        : null;
    case 'export-made':
      return includes(payload['exhibitRefs'], exhibit.exhibitRef)
        ? ['exported', `Copy for ${recipientOf(exportId, sources)}`]
        : null;
    case 'export-started':
      return exportId === sources.about.packId
        ? ['exported', `Copy for ${recipientOf(exportId, sources)}`]
        : null;
    default:
      return null;
  }
}

/**
 * The custody of an exhibit, made from the ledger's entries.
 * @param kept - payload of the entry that kept it
 * @param computerId - the computer on which that was
 * @see docs/spec/pack.md, section 7
 */
export function custodyOf(
  exhibit: AboutCapture | AboutPart,
  kept: JsonFields,
  computerId: string,
  sources: Sources,
): JsonValue {
  const { lines } = sources.ledger;
  const payloads = payloadsOf(sources.ledger);
  const { entryIndex } = exhibit;
  const hand: LabelHolder = { kind: 'person', personId: textOf(kept['producerId']) };
  let vault: LabelHolder = { kind: 'vault', computerId };
  const isPart = exhibit.kind === 'sub-exhibit';
  const producedAt = textOf(kept[isPart ? 'markedAt' : 'capturedAt']);
  const why = isPart ? `Marked by both in ${exhibit.parentRef}` : 'Captured in the review';
  const custody: JsonValue[] = [
    {
      ...{ kind: 'produced', entryIndex, at: producedAt, from: null, to: hand, why },
    },
    {
      ...{ kind: 'stored', entryIndex, at: lines[entryIndex]?.recordedAt ?? '', from: hand },
      ...{ to: vault, why: 'Encrypted and kept by both reviewers' },
    },
  ];
  for (const line of lines.slice(entryIndex + 1)) {
    const payload = payloads.get(line.index) ?? {};
    const found = happened(exhibit, line, payload, sources);
    if (found === null) continue;
    const [kind, why] = found;
    const from = vault;
    if (kind === 'moved') vault = { kind: 'vault', computerId: textOf(payload['toId']) };
    custody.push({ kind, entryIndex: line.index, at: line.recordedAt, from, to: vault, why });
  }
  return custody;
}
