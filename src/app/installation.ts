import type { JsonValue } from '#src/core/canonical-json.ts';
import { isEvidenceError } from '#src/core/errors.ts';
import { PAUSE_REASONS } from '#src/investigation/events-people.ts';
import {
  count,
  id,
  list,
  nullable,
  oneOf,
  readTagged,
  shaped,
  text,
  twoPeople,
  words,
  type Tagged,
} from '#src/investigation/shape.ts';
import type { DataKeyRing } from '#src/ledger/data-key.ts';
import type { Ledger } from '#src/ledger/ledger.ts';

/** What a board shows of an investigation, as it stood when its head was noted. */
const summary = shaped({
  state: oneOf(['open', 'paused', 'stopped', 'signed', 'judged', 'exported']),
  step: oneOf(['report', 'triage', 'authority', 'review', 'sign', 'judge', 'act', 'debrief']),
  nextAct: nullable(text(200)),
  openedAt: nullable(text(30)),
  visits: count,
  exhibits: count,
});
export type NotedSummary = ReturnType<typeof summary>;

const shapes = {
  'investigation-listed': { investigationId: id, reference: words(40), title: words(200) },
  'investigation-opened': { investigationId: id, personIds: twoPeople },
  /** Size and root of its ledger: a deleted or shortened investigation shows. */
  'investigation-head': {
    investigationId: id,
    size: count,
    root: words(64),
    why: oneOf(['created', 'pause', 'stop', 'end', 'export', 'release']),
    summary,
  },
  'list-opened': { personIds: twoPeople },
  'list-paused': { reason: oneOf([...PAUSE_REASONS, 'ended']) },
  'attempt-refused': { command: words(64), rule: text(8), code: words(64), personIds: list(id, 8) },
  'call-refused': { what: words(64), detail: text(200), count },
} as const;
type Shapes = typeof shapes;

/** Kinds of our entries in the installation's ledger; the vault writes others. */
export type InstallationKind = keyof Shapes;
/** One entry's payload. */
export type InstallationEvent = Tagged<Shapes>[InstallationKind];

/** Kind and payload for the ledger. @throws {EvidenceError} INVESTIGATION_EVENT_MALFORMED */
export function encodeInstallationEvent(event: InstallationEvent): {
  readonly kind: string;
  readonly payload: JsonValue;
} {
  const { kind, ...fields } = event;
  parseInstallationEvent(kind, { v: 1, ...fields });
  return { kind, payload: { v: 1, ...fields } };
}

/** Read one; null for kinds that are not ours. @throws {EvidenceError} INVESTIGATION_EVENT_MALFORMED */
export function parseInstallationEvent(kind: string, payload: unknown): InstallationEvent | null {
  if (!isInstallationKind(kind)) return null;
  return readTagged(shapes, kind, payload);
}

/** What the board can show of each investigation, by id. */
export interface Listed {
  readonly title: string;
  readonly summary: NotedSummary | null;
  readonly notedAt: string | null;
}

/** Fold the installation's ledger to what its readers may list. @param ring - from a sitting */
export function readList(ledger: Ledger, ring: DataKeyRing): ReadonlyMap<string, Listed> {
  const found = new Map<string, Listed>();
  for (const entry of ledger.readEntries()) {
    const event = readOne(ledger, entry.index, entry.kind, ring);
    if (event?.kind === 'investigation-listed') {
      found.set(event.investigationId, { title: event.title, summary: null, notedAt: null });
    }
    if (event?.kind !== 'investigation-head') continue;
    const before = found.get(event.investigationId);
    if (before === undefined) continue;
    found.set(event.investigationId, {
      ...before,
      summary: event.summary,
      notedAt: entry.recordedAt,
    });
  }
  return found;
}

function readOne(
  ledger: Ledger,
  index: number,
  kind: string,
  ring: DataKeyRing,
): InstallationEvent | null {
  if (!isInstallationKind(kind)) return null;
  try {
    return parseInstallationEvent(kind, ledger.readPayload(index, ring).payload);
  } catch (error) {
    if (isEvidenceError(error, 'LEDGER_PAYLOAD_WITHHELD')) return null;
    throw error;
  }
}

function isInstallationKind(kind: string): kind is InstallationKind {
  return Object.hasOwn(shapes, kind);
}
