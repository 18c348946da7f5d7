import { EvidenceError } from '#src/core/errors.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { forget } from '#src/vault/person.ts';
import { record } from '../recording.ts';
import { dropHalfSigned, prepareRecord, signByBoth } from '../sign-record.ts';
import { unlock } from '../with-both.ts';
import type { UseCase } from '../use-case.ts';

/** One reviewer signs what is shown; when both have, the signed version is stored with their CMS. */
export const signRecord: UseCase<'record.sign'> = async (app, { half, passphrase }) => {
  const { folded } = app.investigation();
  const reviewerIds = folded.state.facts?.reviewerIds;
  if (reviewerIds === undefined)
    throw new EvidenceError('FORM_INCOMPLETE', 'record expected reviewers, got none');
  const personId = reviewerIds[half === 'first' ? 0 : 1];
  const check = app.stillWanted();
  const prepared = await prepareRecord(app);
  const person = await unlock(app, 'sign-record', { personId, passphrase }, check);
  const signed = app.live.halfSigned;
  let kept = false;
  try {
    const formDigest = digestOf(prepared.pdf);
    record(app, { kind: 'give-signature', personId, formDigest }, { signerIds: [personId] });
    if (signed === null || signed.previewKey !== prepared.previewKey) {
      dropHalfSigned(app);
      const signedAt = folded.state.signatureGiven?.at ?? app.now();
      app.live.halfSigned = { previewKey: prepared.previewKey, person, signedAt };
      kept = true;
      return {};
    }
    const inOrder =
      half === 'first' ? ([person, signed.person] as const) : ([signed.person, person] as const);
    try {
      await signByBoth(app, prepared, inOrder);
    } finally {
      // Both are on record now, or neither counts.
      if (app.live.halfSigned === signed) dropHalfSigned(app);
    }
  } finally {
    if (!kept) forget(person);
  }
  return {};
};
