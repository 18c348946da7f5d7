import { session, type Session } from 'electron';
import { CertificateChains, type JudgedChain } from '../guard/guard-certificates.ts';
import { guardSession } from '../guard/guard-session.ts';
import type { Refusals } from '../guard/refusals.ts';
import type { ServerCertificate } from '#src/crypto/server-certificate.ts';

const MAX_CHAINS = 1_000;

/** An in-memory session of the review browser, guarded once: of one view, or of several where an exception lets it continue. */
export class ReviewSession {
  readonly session: Session;
  readonly #chains: CertificateChains;
  readonly #judged: JudgedChain[] = [];
  #hear: ((chain: JudgedChain) => void) | null = null;

  /** @param partition - name of an in-memory partition that was never used */
  constructor(partition: string, refusals: Refusals) {
    this.session = session.fromPartition(partition);
    guardSession(this.session, refusals);
    this.#chains = new CertificateChains(this.session, (chain) => {
      if (this.#judged.length < MAX_CHAINS) this.#judged.push(chain);
      this.#hear?.(chain);
    });
  }

  /**
   * Tell one view of every chain from now on, instead of the view before.
   * Chromium judges a chain once a session: what it judged before this view is told again.
   */
  hearChains(hear: (chain: JudgedChain) => void): void {
    this.#hear = hear;
    for (const chain of this.#judged) hear(chain);
  }

  /** The chain a host sent, leaf first; empty when it sent none or wasn't asked. */
  chainOf(hostname: string): readonly ServerCertificate[] {
    return this.#chains.of(hostname);
  }

  /** The partition lives in memory and is never named again; this only ends it sooner. Call it once its view is closed. */
  clear(): void {
    this.#hear = null;
    void Promise.allSettled([
      this.session.closeAllConnections(),
      this.session.clearAuthCache(),
      this.session.clearStorageData(),
      this.session.clearCache(),
    ]);
  }
}
