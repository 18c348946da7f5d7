import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A key and a certificate for a loopback server, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** What is wrong with a certificate; browsers must refuse each. */
export const BAD_CERTIFICATES = ['self-signed', 'expired', 'not-yet-valid', 'wrong-host'] as const;

export type BadCertificate = (typeof BAD_CERTIFICATES)[number];

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

/** Make a self-signed certificate for 127.0.0.1 and localhost that is wrong in one way. */
export async function badCertificate(what: BadCertificate): Promise<ServerCertificate> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const shiftDays = what === 'expired' ? -400 : what === 'not-yet-valid' ? 400 : 0;
  const now = Date.now() + shiftDays * DAY_MS;
  const names =
    what === 'wrong-host'
      ? [{ type: 'dns' as const, value: 'pond.example.invalid' }]
      : [
          { type: 'ip' as const, value: '127.0.0.1' },
          { type: 'dns' as const, value: 'localhost' },
        ];
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=Countersign test ${what}`,
    notBefore: new Date(now - 30 * DAY_MS),
    notAfter: new Date(now + 30 * DAY_MS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(false), new SubjectAlternativeNameExtension(names)],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const lines = pkcs8.toString('base64').match(/.{1,64}/gu) ?? [];
  const key = `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
  return { key, cert: certificate.toString('pem') };
}
