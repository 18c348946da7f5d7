import type { Evolvers } from './evolve.ts';
import type { recordShapes } from './events-record.ts';
import type { Export, InvestigationState } from './state.ts';

/** Conclusion, signatures, judgement, exports. */
export const recordEvolvers: Evolvers<keyof typeof recordShapes> = {
  // What one of the two signed is no longer what would be signed.
  'conclusion-written': (state, { rows }) => ({
    ...state,
    conclusions: rows,
    signatureGiven: null,
  }),
  'signature-given': (state, event, { recordedAt }) => ({
    ...state,
    signatureGiven: { ...event, at: recordedAt },
  }),
  'record-signed': (state, event, { recordedAt, index }) => ({
    ...state,
    signatureGiven: null,
    records: [...state.records, { ...event, signedAt: recordedAt, entryIndex: index }],
  }),
  'judgement-made': (state, event, { recordedAt }) => ({
    ...state,
    signatureGiven: null,
    judgements: [...state.judgements, { ...event, at: recordedAt }],
    policeInvolved: state.policeInvolved || event.outcome === 'police',
  }),
  'export-started': (state, { exportId, recipient }, { recordedAt }) => ({
    ...state,
    exports: [
      ...state.exports,
      { exportId, recipient, startedAt: recordedAt, made: null, saved: false, failedCode: null },
    ],
  }),
  'export-made': (state, event) => exported(state, event.exportId, { made: event }),
  'export-saved': (state, { exportId, saved }) => exported(state, exportId, { saved }),
  'export-failed': (state, { exportId, code }) => exported(state, exportId, { failedCode: code }),
};

function exported(
  state: InvestigationState,
  exportId: string,
  change: Partial<Export>,
): InvestigationState {
  return {
    ...state,
    exports: state.exports.map((one) => (one.exportId === exportId ? { ...one, ...change } : one)),
  };
}
