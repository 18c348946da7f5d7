import type { App, Certificate, Session } from 'electron';
import {
  derOfPem,
  describeServerCertificate,
  type ServerCertificate,
} from '#src/crypto/server-certificate.ts';

/** A chain that Chromium judged. */
export interface JudgedChain {
  readonly host: string;
  readonly verdict: 'accepted' | 'refused';
  /** Chromium's name for why it refused, such as `net::ERR_CERT_DATE_INVALID`. */
  readonly error: string | null;
  readonly knownRoot: boolean;
  /** As the server sent them, leaf first. */
  readonly certificates: readonly ServerCertificate[];
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
  readonly #byHost = new Map<string, readonly ServerCertificate[]>();

  /**
   * Keep a copy of each chain while leaving the verdict to Chromium (`-3`): answering 0 would turn
   * certificate transparency off, a late answer would refuse the host for ever.
   * @param session - before its first request, since verdicts are cached
   * @param judged - hears of each
   */
  constructor(session: Session, judged: (chain: JudgedChain) => void) {
    session.setCertificateVerifyProc((request, answer) => {
      answer(-3);
      const { hostname, errorCode, verificationResult, isIssuedByKnownRoot } = request;
      const certificates = copyChain(request.certificate);
      if (this.#byHost.size < 1000) this.#byHost.set(hostname, certificates);
      const isAccepted = errorCode === 0;
      judged({
        host: hostname,
        verdict: isAccepted ? 'accepted' : 'refused',
        error: isAccepted ? null : verificationResult,
        knownRoot: isIssuedByKnownRoot,
        certificates,
      });
    });
  }

  /** The chain a host sent, leaf first; empty when it sent none or wasn't asked. */
  of(hostname: string): readonly ServerCertificate[] {
    return this.#byHost.get(hostname) ?? [];
  }
}

/** Copy a chain, leaf first. @param leaf - absent where the host of the program could get none */
export function copyChain(leaf: Certificate | null): readonly ServerCertificate[] {
  const links: ServerCertificate[] = [];
  let next: Certificate | null | undefined = leaf;
  while (next !== undefined && next !== null && links.length < MAX_CHAIN) {
    const der = derOfPem(next.data);
    if (der !== null) links.push(describeServerCertificate(der));
    // The types promise an issuer always; the end of a chain has none.
    const issuer = next.issuerCert as Certificate | null | undefined;
    next = issuer?.fingerprint === next.fingerprint ? undefined : issuer;
  }
  return links;
}
