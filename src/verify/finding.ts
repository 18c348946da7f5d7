import { EvidenceError, type EvidenceErrorCode } from '#src/core/errors.ts';

/** One thing that is wrong with a pack. */
export interface PackFinding {
  readonly code: EvidenceErrorCode;
  /** Lower case, field first, expected then got. */
  readonly message: string;
  /** Path inside the pack, `ledger entry 7`, or `container`. */
  readonly where: string;
}

/** Collects findings; each check of a pack gets the same one. */
export class Findings {
  readonly #list: PackFinding[] = [];

  /** Everything found so far, in the order of the checks. */
  get list(): readonly PackFinding[] {
    return this.#list;
  }

  /** Add one finding. */
  add(code: EvidenceErrorCode, message: string, where: string): void {
    this.#list.push({ code, message, where });
  }

  /**
   * Run one check; a coded error that it throws becomes a finding.
   * @param code - code of the finding; the check's own where absent
   * @returns the check's value, or null where it found something
   * @throws whatever is not an {@link EvidenceError}: a bug, not a finding
   */
  async collect<T>(
    where: string,
    check: () => T | Promise<T>,
    code?: EvidenceErrorCode,
  ): Promise<T | null> {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      this.add(code ?? error.code, error.message, where);
      return null;
    }
  }
}
