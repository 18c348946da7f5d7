import { digestOf } from '#src/crypto/hash.ts';
import { canonicalBytes } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import {
  lastJudgement,
  versionToSign,
  type InvestigationState,
  type Visit,
} from '#src/investigation/state.ts';
import { isRefusedUnopened } from '#src/investigation/visiting.ts';
import type { App } from './app.ts';
import type { FormPerson, FormVisit, RecordOfReviewInput } from '#src/form/input.ts';

/** What each outcome is called on forms. */
export const OUTCOME_WORDS = {
  'no-substance': 'No substance',
  'internal-action': 'Internal response or discipline procedures',
  'external-organisation': 'Involvement by Local Authority, national or local organisation',
  police: 'Police involvement and/or action',
} as const;

/** Label of the form's first field (S002, Appendix 5). */
export const INVESTIGATORS_LABEL = 'Investigators';

/** Everything the record of review is filled from, for the version that would be signed next, or was signed last. */
export function recordInput(app: App): RecordOfReviewInput {
  const { folded } = app.investigation();
  const { state } = folded;
  const { vault } = app.opened();
  const { settings } = vault;
  const { facts, authority } = state;
  if (facts === null || authority === null)
    throw new EvidenceError('FORM_INCOMPLETE', 'record expected an authority, got none');
  const last = state.records.at(-1);
  const version = versionToSign(state) ?? last?.version ?? 1;
  const { name, location, assetNo } = settings.computer;
  const { givenById, givenAt, document } = authority;
  return {
    ...{ version, schoolName: settings.schoolName, reference: facts.reference },
    ...{ demonstration: settings.demonstration, preview: app.ports.software.preview },
    investigatorsLabel: INVESTIGATORS_LABEL,
    date: state.completedAt ?? facts.createdAt,
    ...{ reason: facts.reason, scope: facts.scope },
    first: formPerson(app, facts.reviewerIds[0]),
    second: formPerson(app, facts.reviewerIds[1]),
    computer: { name, location, assetNo },
    authority: { givenBy: formPerson(app, givenById), givenAt, document },
    visits: state.visits.map(formVisit),
    conclusions: state.conclusions,
    judgement: judgementOf(app, state),
    caFingerprint: settings.caFingerprint,
    supersedes: version > 1 ? version - 1 : null,
  };
}

/** Changes whenever the document would print differently. */
export function previewKeyOf(input: RecordOfReviewInput): Digest {
  return digestOf(canonicalBytes(input));
}

/** A person as forms print them. */
export function formPerson(app: App, personId: string): FormPerson {
  const { name, position } = app.opened().vault.person(personId);
  return { personId, name, position };
}

function formVisit(visit: Visit): FormVisit {
  const { number, address, finalAddress, openedAt, reason, judgement, exhibitRefs } = visit;
  return {
    number,
    address,
    finalAddress,
    openedAt,
    reason,
    judgement: judgement === 'open' && isRefusedUnopened(visit) ? 'not-needed' : judgement,
    exhibitRefs,
    failure: failureOf(visit),
  };
}

function failureOf(visit: Visit): string | null {
  const { outcome, failureCode } = visit;
  if (isRefusedUnopened(visit)) return 'was tried and refused: nothing was opened';
  if (outcome === 'refused') return 'was refused';
  if (outcome === 'left') return 'was left before it had finished loading';
  if (outcome !== 'failed') return null;
  switch (failureCode) {
    case 'PAGE_UNREACHABLE':
      return 'could not be reached';
    case 'PAGE_CERTIFICATE':
      return 'had a certificate that was not accepted';
    case 'PAGE_NEVER_LOADED':
      return 'never finished loading';
    case 'PAGE_DOWNLOAD':
      return 'was a file to download, which was refused';
    case 'ADDRESS_PRIVATE':
    case 'ADDRESS_SCHEME':
    case 'ADDRESS_INVALID':
      return 'led to an address that was refused';
    default:
      return 'could not be shown';
  }
}

function judgementOf(app: App, state: InvestigationState): RecordOfReviewInput['judgement'] {
  const made = lastJudgement(state);
  if (made === null) return null;
  const { substance, reasons, outcome, actions, signedByIds, at } = made;
  const by = signedByIds.map((id) => formPerson(app, id));
  return { substance, reasons, outcome: OUTCOME_WORDS[outcome], actions, by, at };
}
