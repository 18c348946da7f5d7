import { assertJsonValue, type JsonValue } from '#src/core/canonical-json.ts';
import { peopleShapes } from './events-people.ts';
import { recordShapes } from './events-record.ts';
import { reviewShapes } from './events-review.ts';
import { lockedAtStart, stopShapes } from './events-stop.ts';
import { malformed, readTagged, type Tagged } from './shape.ts';

const shapes = { ...peopleShapes, ...reviewShapes, ...stopShapes, ...recordShapes } as const;
type Shapes = typeof shapes;

/** Every kind of event; also the `kind` of its ledger entry. */
export type EventKind = keyof Shapes;

/** One event of one kind. */
export type EventOf<K extends EventKind> = Tagged<Shapes>[K];

/** Everything that can happen to an investigation. */
export type InvestigationEvent = EventOf<EventKind>;

/** Every kind, for tables and tests. */
export const EVENT_KINDS: readonly EventKind[] = Object.keys(shapes).filter(isEventKind);

/** Events whose payload only the DSL and the headteacher may read. */
export const RESTRICTED_KINDS: readonly EventKind[] = ['reporter-named'];

/** Whether a text is the kind of an event. */
export function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(shapes, kind);
}

/**
 * Read an event from a ledger entry's kind and payload.
 * @param kind - the entry's kind; untrusted
 * @param payload - the entry's payload; untrusted
 * @throws {EvidenceError} INVESTIGATION_EVENT_MALFORMED - unknown kind, another version, a field missing, too many or out of range
 */
export function parseEvent(kind: string, payload: unknown): InvestigationEvent {
  if (!isEventKind(kind)) throw malformed('kind', 'that of an event');
  return readTagged(shapes, kind, (kind === 'locked' ? lockedAtStart(payload) : null) ?? payload);
}

/**
 * Payload of an event for its ledger entry. Checked like one that is read, so that nothing is
 * written that could not be read back.
 * @throws {EvidenceError} INVESTIGATION_EVENT_MALFORMED - a field is out of range
 */
export function encodeEvent(event: InvestigationEvent): {
  readonly kind: EventKind;
  readonly payload: JsonValue;
} {
  const { kind, ...fields } = event;
  const payload: unknown = { v: 1, ...fields };
  parseEvent(kind, payload);
  assertJsonValue(payload);
  return { kind, payload };
}
