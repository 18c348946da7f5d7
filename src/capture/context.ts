import type { Provenance } from './record.ts';

/** The separate agreement of both to a full archive. */
export interface ArchiveConsent {
  readonly agreementId: string;
  /** Ids of the two who attested. */
  readonly attestedBy: readonly [string, string];
}

/** What only the app knows about a capture; all of it goes into the record. */
export interface CaptureContext extends Omit<Provenance, 'language' | 'userAgent'> {
  readonly captureId: string;
  /** The address the reviewers asked for. */
  readonly address: string;
  /** IANA name of the computer's time zone. */
  readonly timeZone: string;
  /** Absent where no full archive was agreed to. */
  readonly archive?: ArchiveConsent;
}
