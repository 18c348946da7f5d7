import type { Provenance } from './record.ts';

/** What only the app knows about a capture; all of it goes into the record. */
export interface CaptureContext extends Omit<Provenance, 'language' | 'userAgent'> {
  readonly captureId: string;
  /** The address the reviewers asked for. */
  readonly address: string;
  /** IANA name of the computer's time zone. */
  readonly timeZone: string;
}
