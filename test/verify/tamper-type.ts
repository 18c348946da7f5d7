import type { EvidenceErrorCode } from '#src/core/errors.ts';
import type { Sample } from '#test/support/sample-pack.ts';

/** One way to change a pack, and the code that has to refuse it. */
export interface Tamper {
  readonly class: string;
  readonly name: string;
  readonly code: EvidenceErrorCode;
  /** Where the finding has to stand; anywhere, where absent. */
  readonly where?: string;
  /** The only findings allowed are of this code: nothing else refuses it. */
  readonly alone?: boolean;
  readonly make: (sample: Sample) => Uint8Array | Promise<Uint8Array>;
}
