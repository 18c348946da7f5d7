import type { App, Certificate, Session } from 'electron';

/** One certificate of a chain, as it goes into the record: the server's claim, not ours. */
export interface ChainLink {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  /** `sha256/` and base64, as Electron gives it. */
  readonly fingerprint: string;
  /** Seconds since 1970. */
  readonly validFromSeconds: number;
  readonly validToSeconds: number;
  readonly pem: string;
}

/** Longest chain that is copied: a server may send a loop. */
const MAX_CHAIN = 10;

/** Certificates are judged by Chromium alone: nobody can accept one that it refuses. */
export function guardCertificates(app: App): void {
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
}

/** The chains one session's servers sent, refused ones included: of those DevTools knows nothing. */
export class CertificateChains {
  readonly #byHost = new Map<string, readonly ChainLink[]>();

  /**
   * Keep a copy of each chain while leaving the verdict to Chromium (`-3`): answering 0 would turn
   * certificate transparency off, a late answer would refuse the host for ever.
   * @param session - before its first request, since verdicts are cached
   */
  constructor(session: Session) {
    session.setCertificateVerifyProc((request, answer) => {
      answer(-3);
      if (this.#byHost.size < 1000)
        this.#byHost.set(request.hostname, copyChain(request.certificate));
    });
  }

  /** The chain a host sent, leaf first; empty when it sent none or wasn't asked. */
  of(hostname: string): readonly ChainLink[] {
    return this.#byHost.get(hostname) ?? [];
  }
}

/** Copy a chain, leaf first. */
export function copyChain(leaf: Certificate): readonly ChainLink[] {
  const links: ChainLink[] = [];
  let next: Certificate | undefined = leaf;
  while (next !== undefined && links.length < MAX_CHAIN) {
    links.push({
      subject: next.subjectName,
      issuer: next.issuerName,
      serialNumber: next.serialNumber,
      fingerprint: next.fingerprint,
      validFromSeconds: next.validStart,
      validToSeconds: next.validExpiry,
      pem: next.data,
    });
    // The types promise an issuer always; the end of a chain has none.
    const issuer = next.issuerCert as Certificate | null | undefined;
    next =
      issuer === undefined || issuer === null || issuer.fingerprint === next.fingerprint
        ? undefined
        : issuer;
  }
  return links;
}

/** A refused chain in one line for the record: subjects, issuers, fingerprints, validity. */
export function chainInWords(chain: readonly ChainLink[]): string {
  return chain
    .map((link) => {
      const from = dayOf(link.validFromSeconds);
      const to = dayOf(link.validToSeconds);
      return `${link.subject} by ${link.issuer}, ${link.fingerprint}, ${from} to ${to}`;
    })
    .join('; ');
}

function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().slice(0, 10);
}
