import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A key and a certificate for a loopback server, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  readonly cert: string;
}

/** What is wrong with a certificate; browsers must refuse each. */
export const BAD_CERTIFICATES = [
  'self-signed',
  'expired',
  'not-yet-valid',
  'wrong-host',
  'untrusted-root',
] as const;

export type BadCertificate = (typeof BAD_CERTIFICATES)[number];

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

/**
 * Make a certificate for 127.0.0.1 and localhost that is wrong in one way: self-signed, or with a chain of
 * an intermediate and a root that nobody knows.
 */
export async function badCertificate(what: BadCertificate): Promise<ServerCertificate> {
  if (what === 'untrusted-root') return untrustedChain();
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
  return { key: await pemOf(keys.privateKey), cert: certificate.toString('pem') };
}

async function untrustedChain(): Promise<ServerCertificate> {
  const make = (): Promise<CryptoKeyPair> =>
    crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const [root, middle, leaf] = await Promise.all([make(), make(), make()]);
  const names = ['root', 'intermediate', 'leaf'].map((name) => `CN=Countersign test ${name}`);
  const [rootName = '', middleName = '', leafName = ''] = names;
  const times = {
    notBefore: new Date(Date.now() - 30 * DAY_MS),
    notAfter: new Date(Date.now() + 30 * DAY_MS),
    signingAlgorithm: ALGORITHM,
  };
  const issue = async (
    [serialNumber, subject, publicKey]: readonly [string, string, CryptoKey],
    [issuer, signingKey]: readonly [string, CryptoKey],
    extensions: Extension[],
  ): Promise<string> =>
    (
      await X509CertificateGenerator.create({
        ...{ ...times, serialNumber, subject, issuer, publicKey, signingKey, extensions },
      })
    ).toString('pem');
  const alternative = new SubjectAlternativeNameExtension([
    { type: 'ip', value: '127.0.0.1' },
    { type: 'dns', value: 'localhost' },
  ]);
  const pems = await Promise.all([
    issue(
      ['03', leafName, leaf.publicKey],
      [middleName, middle.privateKey],
      [new BasicConstraintsExtension(false), alternative],
    ),
    issue(
      ['02', middleName, middle.publicKey],
      [rootName, root.privateKey],
      [new BasicConstraintsExtension(true, 0)],
    ),
    issue(
      ['01', rootName, root.publicKey],
      [rootName, root.privateKey],
      [new BasicConstraintsExtension(true)],
    ),
  ]);
  return { key: await pemOf(leaf.privateKey), cert: pems.join('\n') };
}

async function pemOf(key: CryptoKey): Promise<string> {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  const lines = pkcs8.toString('base64').match(/.{1,64}/gu) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}
