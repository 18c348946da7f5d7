import { equalBytes, fromBase64, fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { verifyCertificate, type CertificateFacts } from '#src/crypto/verify/certificate.ts';
import { PACK_PATHS, type AboutV1 } from '#src/pack/format.ts';
import { fileAt, type PackFiles } from './bag.ts';
import { digestOf } from './digest.ts';
import type { Findings } from './finding.ts';

/** Keys that the school's CA vouches for, as far as this pack names them. */
export interface KnownKeys {
  readonly caDer: Uint8Array;
  readonly people: ReadonlyMap<string, CertificateFacts>;
  readonly computer: CertificateFacts | null;
}

const PEM =
  /^-----BEGIN CERTIFICATE-----\n((?:[A-Za-z0-9+/=]{1,64}\n)+)-----END CERTIFICATE-----\n$/;

/** Read one certificate from PEM, in the one form that we write. */
function parsePem(bytes: Uint8Array): Uint8Array {
  const text = fromUtf8(bytes);
  const [, body] = PEM.exec(text) ?? [];
  if (body === undefined) {
    throw new EvidenceError('CERTIFICATE_INVALID', 'certificate expected in PEM');
  }
  const der = fromBase64(body.replaceAll('\n', ''));
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  const again = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  if (!equalBytes(utf8(again), bytes)) {
    throw new EvidenceError('CERTIFICATE_INVALID', 'certificate expected in its one PEM form');
  }
  return der;
}

/**
 * Verify the certificates of a pack against the CA that came with it, and that CA against the
 * fingerprint that the pack states.
 * @returns null where the CA itself does not hold: then nothing signed can be believed
 */
export async function checkCertificates(
  files: PackFiles,
  about: AboutV1,
  findings: Findings,
): Promise<KnownKeys | null> {
  const caDer = await findings.collect(PACK_PATHS.ca, () => parsePem(fileAt(files, PACK_PATHS.ca)));
  if (caDer === null) return null;
  if ((await digestOf(caDer)) !== about.school.caFingerprint) {
    findings.add(
      'CERTIFICATE_INVALID',
      '"caFingerprint" expected that of the CA',
      PACK_PATHS.about,
    );
    return null;
  }
  const at = about.createdAt;
  const people = new Map<string, CertificateFacts>();
  for (const { personId, certificate } of about.people) {
    const facts = await findings.collect(PACK_PATHS.about, () =>
      verifyCertificate(fromBase64(certificate), caDer, at),
    );
    if (facts === null) continue;
    if (facts.kind !== 'person' || facts.id !== personId) {
      findings.add(
        'CERTIFICATE_WRONG_ROLE',
        'certificate expected that person’s',
        PACK_PATHS.about,
      );
    } else {
      people.set(personId, facts);
    }
  }
  const { computerCertificate } = about;
  const computer =
    computerCertificate === null
      ? null
      : await findings.collect(PACK_PATHS.about, () =>
          verifyCertificate(fromBase64(computerCertificate), caDer, at),
        );
  if (computer !== null && computer.kind !== 'computer') {
    findings.add('CERTIFICATE_WRONG_ROLE', 'certificate expected a computer’s', PACK_PATHS.about);
    return { caDer, people, computer: null };
  }
  return { caDer, people, computer };
}
