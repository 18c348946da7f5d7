/** What is known of the address that this computer's network goes out with. */
export interface EgressFacts {
  readonly how: 'not-configured' | 'typed-in' | 'asked';
  /** Who was asked; null where nobody was. */
  readonly source: string | null;
  /** As RFC 5952 writes it; null where it isn't known. */
  readonly address: string | null;
  /** When it was asked for; null where nobody was asked. */
  readonly askedAt: string | null;
  /** Why it isn't known although somebody was asked; else null. */
  readonly error: string | null;
}

/** Nobody was asked, because the school said nothing of it. */
export const EGRESS_NOT_CONFIGURED: EgressFacts = {
  ...{ how: 'not-configured', source: null, address: null, askedAt: null, error: null },
};

/** One sentence without its full stop. */
export function egressWords({ how, source, address, error }: EgressFacts): string {
  if (how === 'not-configured') {
    return 'With which address the school’s network goes out is not known: that is not configured';
  }
  if (address === null) {
    return `With which address the school’s network goes out is not known: ${source ?? 'whoever was asked'} gave none (${error ?? 'it failed'})`;
  }
  const from = how === 'typed-in' ? 'as it was typed in at set-up' : `as ${source ?? ''} said`;
  return `The school’s network goes out with the address ${address}, ${from}`;
}
