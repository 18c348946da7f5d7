import { X509Certificate } from 'node:crypto';
import { toBase64 } from '#src/core/bytes.ts';
import { isInstant } from '#src/core/clock.ts';
import type { Digest } from '#src/core/digest.ts';
import { digestOf } from './hash.ts';

/** What a server's certificate says about itself: a claim of whoever made it. */
export interface ServerCertificateFacts {
  /** One line, its parts separated by `, `. */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal. */
  readonly serial: string;
  /** As `DNS:pond.example` or `IP:192.0.2.7`, at most 100. */
  readonly names: string[];
  /** RFC 3339 UTC. */
  readonly validFrom: string;
  readonly validTo: string;
}

/** One certificate that a server sent. */
export interface ServerCertificate {
  readonly digest: Digest;
  /** Base64. */
  readonly der: string;
  /** Null where it could not be read. */
  readonly facts: ServerCertificateFacts | null;
}

const MAX_TEXT = 1_000;
const MAX_NAMES = 100;
const MAX_BYTES = 64 * 1024;

/**
 * Describe a certificate that a server sent, of any profile; nothing of it is verified.
 * @param der - hostile; one that is larger than 64 KiB or can't be read has no facts
 */
export function describeServerCertificate(der: Uint8Array): ServerCertificate {
  return { digest: digestOf(der), der: toBase64(der), facts: factsOf(der) };
}

/**
 * The bytes of the first certificate in PEM.
 * @returns null where there is none
 */
export function derOfPem(pem: string): Uint8Array | null {
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/u.exec(pem);
  if (body?.[1] === undefined || body[1].length > 2 * MAX_BYTES) return null;
  return new Uint8Array(Buffer.from(body[1], 'base64'));
}

function factsOf(der: Uint8Array): ServerCertificateFacts | null {
  if (der.length > MAX_BYTES) return null;
  try {
    const read = new X509Certificate(der);
    return {
      subject: oneLine(read.subject),
      issuer: oneLine(read.issuer),
      serial: read.serialNumber.slice(0, 100),
      names: namesOf(read.subjectAltName),
      validFrom: instantOf(read.validFrom),
      validTo: instantOf(read.validTo),
    };
  } catch {
    // Browsers take certificates that are malformed in ways this reader doesn't: the bytes are kept.
    return null;
  }
}

function instantOf(text: string): string {
  const instant = new Date(text).toISOString();
  if (!isInstant(instant)) throw new RangeError('"instant" expected a year of four digits');
  return instant;
}

function oneLine(name: string | undefined): string {
  return (name ?? '').toWellFormed().replaceAll(/\s*\n/gu, ', ').slice(0, MAX_TEXT).toWellFormed();
}

// Node quotes a name that holds a comma, so that no name can pass for two.
function namesOf(list: string | undefined): string[] {
  const found = (list ?? '').match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/gu) ?? [];
  return found.slice(0, MAX_NAMES).map((name) =>
    name
      .trim()
      .replace(/^IP Address:/u, 'IP:')
      .slice(0, 300)
      .toWellFormed(),
  );
}
