import { connect } from 'node:tls';
import type { DetailedPeerCertificate } from 'node:tls';
import type { BrowserHost } from './browser-host.ts';
import { resolveHost } from './host-rules.ts';
import { netError } from './net-errors.ts';
import type { HostSession } from './session.ts';
import type { Fields } from './values.ts';

const verdicts = new WeakMap<HostSession, Map<string, Promise<boolean>>>();

/**
 * Ask the partition's certificate verifier about a server Chromium has accepted, once a host.
 * @returns whether the program refuses the server
 */
export function blockedByVerifier(
  _browser: BrowserHost,
  session: HostSession,
  url: string,
): Promise<boolean> {
  if (!url.startsWith('https:')) return Promise.resolve(false);
  return verdictOf(session, url, 'net::OK');
}

/** Tell the partition's verifier, once a host, that Chromium refused the server's certificate. */
export async function reportRefusal(
  session: HostSession,
  url: string,
  errorText: string,
): Promise<void> {
  await verdictOf(session, url, errorText);
}

function verdictOf(session: HostSession, url: string, result: string): Promise<boolean> {
  const proc = session.hook('certificate-verify');
  if (proc === undefined) return Promise.resolve(false);
  const { host } = new URL(url);
  const found = verdicts.get(session) ?? new Map<string, Promise<boolean>>();
  verdicts.set(session, found);
  const key = `${host} ${result}`;
  let verdict = found.get(key);
  if (verdict === undefined) {
    verdict = ask(
      proc as (request: Fields, callback: (result: number) => void) => void,
      url,
      result,
    );
    found.set(key, verdict);
  }
  return verdict;
}

async function ask(
  proc: (request: Fields, callback: (result: number) => void) => void,
  url: string,
  verificationResult: string,
): Promise<boolean> {
  const { certificate, knownRoot } = await chainOf(url);
  const request = {
    hostname: new URL(url).hostname,
    certificate,
    validatedCertificate: certificate,
    // Chromium may be told to trust more: what is public is judged by the roots that Node brings.
    isIssuedByKnownRoot: verificationResult === 'net::OK' && knownRoot,
    verificationResult,
    errorCode: verificationResult === 'net::OK' ? 0 : netError(verificationResult).code,
  };
  return new Promise((resolve) => {
    proc(request, (answer) => {
      // 0 would accept what Chromium refused, which the host can't; -3 keeps Chromium's verdict.
      resolve(answer !== 0 && answer !== -3);
    });
  });
}

/** @returns the server's certificate with its chain in Electron's form, or null when it gives none */
export async function certificateOf(url: string): Promise<Fields | null> {
  return (await chainOf(url)).certificate;
}

interface SeenChain {
  readonly certificate: Fields | null;
  /** Whether the chain ends in a root that everybody has. */
  readonly knownRoot: boolean;
}

const NO_CHAIN: SeenChain = { certificate: null, knownRoot: false };

async function chainOf(url: string): Promise<SeenChain> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const address = await resolveHost(host).catch(() => null);
  const first = address?.endpoints[0]?.address;
  if (first === undefined) return NO_CHAIN;
  return new Promise((resolve) => {
    const socket = connect(
      {
        host: first,
        port: Number(port) || 443,
        servername: /^[\d.:]+$/.test(host) ? '' : host,
        rejectUnauthorized: false,
        timeout: 5000,
      },
      () => {
        const certificate = describe(socket.getPeerCertificate(true), new Set());
        resolve({ certificate, knownRoot: socket.authorized });
        socket.destroy();
      },
    );
    const none = (): void => {
      socket.destroy();
      resolve(NO_CHAIN);
    };
    socket.on('error', none).on('timeout', none);
  });
}

function describe(found: DetailedPeerCertificate, seen: Set<string>): Fields | null {
  if (seen.has(found.fingerprint256)) return null;
  seen.add(found.fingerprint256);
  const pem = found.raw
    .toString('base64')
    .replaceAll(/(.{64})/g, '$1\n')
    .trimEnd();
  const issuer = found.issuerCertificate as DetailedPeerCertificate | undefined;
  return {
    data: `-----BEGIN CERTIFICATE-----\n${pem}\n-----END CERTIFICATE-----\n`,
    fingerprint: `sha256/${Buffer.from(found.fingerprint256.replaceAll(':', ''), 'hex').toString('base64')}`,
    subject: { commonName: found.subject.CN },
    issuer: { commonName: found.issuer.CN },
    subjectName: found.subject.CN,
    issuerName: found.issuer.CN,
    serialNumber: found.serialNumber,
    validStart: Date.parse(found.valid_from) / 1000,
    validExpiry: Date.parse(found.valid_to) / 1000,
    issuerCert: (issuer === undefined ? null : describe(issuer, seen)) ?? undefined,
  };
}
