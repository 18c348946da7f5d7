import 'reflect-metadata';
import { createHash, X509Certificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { expect } from 'vitest';
import { html, startSite, type SiteRoutes } from '#scripts/demo-site/server.ts';
import { badCertificate, type ServerCertificate } from '../certificates.ts';
import { START, type HostilePage, type Served } from './page.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;

const secret: SiteRoutes = {
  '/*': (_request, response) => {
    html(response, START);
  },
};

/** A site of its own whose certificate is wrong. */
async function wrongSite(certificate: ServerCertificate): Promise<Served> {
  const site = await startSite(secret, { tls: certificate });
  return { address: `${site.origin}/`, close: () => site.close() };
}

/** Pages whose certificate no browser accepts. */
export const tlsPages: readonly HostilePage[] = [
  ...(
    [
      [57, 'expired', 'has expired'],
      [57, 'not-yet-valid', 'is not valid yet'],
      [58, 'self-signed', 'is signed by itself'],
      [59, 'wrong-host', 'is for another host'],
      [60, 'untrusted-root', 'comes from a root that nobody trusts'],
      [61, 'weak', 'is signed with SHA-1'],
    ] as const
  ).map(([number, kind, title]): HostilePage => ({
    ...{ number, variant: kind, group: 'D', states: ['none'], outcomes: ['PAGE_CERTIFICATE'] },
    ...(kind === 'expired' ? { fast: true } : {}),
    title: `has a certificate that ${title}`,
    rule: 'refused, nobody can go on; the chain is on record and the reviewers see the reason',
    open: '/',
    serve: async () => await wrongSite(await certificateOf(kind)),
    async seen({ app }) {
      await app.driver.waitForText('PAGE_CERTIFICATE');
    },
    onRecord({ events }) {
      const failed = events.find((event) => event.kind === 'visit-failed');
      if (failed?.kind !== 'visit-failed') throw new Error('a visit that failed expected');
      expect(failed.detail).toMatch(/^(?:net::)?ERR_CERT_/u);
      expect(failed.certificates[0]).toMatchObject({
        digest: expect.stringMatching(/^sha256:/u) as string,
        facts: { subject: expect.stringContaining('CN=') as string },
      });
    },
  })),
];

async function certificateOf(
  kind: 'expired' | 'not-yet-valid' | 'self-signed' | 'wrong-host' | 'untrusted-root' | 'weak',
): Promise<ServerCertificate> {
  if (kind === 'untrusted-root') return await fromRoot();
  if (kind === 'weak') return await weak();
  return await badCertificate(kind);
}

const NAMES = new SubjectAlternativeNameExtension([
  { type: 'ip', value: '127.0.0.1' },
  { type: 'dns', value: 'localhost' },
  { type: 'dns', value: 'mixed.pond.example' },
]);

function span(): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - 30 * DAY_MS), notAfter: new Date(now + 30 * DAY_MS) };
}

/** A leaf and the root of a school's own that signed it. */
async function fromRoot(): Promise<ServerCertificate> {
  const root = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const leaf = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const signed = { signingAlgorithm: ALGORITHM, ...span() };
  const rootCertificate = await X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: '01', name: 'CN=Countersign test root', keys: root, ...signed },
    extensions: [new BasicConstraintsExtension(true)],
  });
  const certificate = await X509CertificateGenerator.create({
    ...{ serialNumber: '02', subject: 'CN=Countersign test leaf', issuer: rootCertificate.subject },
    ...{ publicKey: leaf.publicKey, signingKey: root.privateKey, ...signed },
    extensions: [new BasicConstraintsExtension(false), NAMES],
  });
  return {
    key: await pemOf(leaf.privateKey),
    cert: `${certificate.toString('pem')}\n${rootCertificate.toString('pem')}`,
  };
}

async function weak(): Promise<ServerCertificate> {
  const algorithm = {
    ...{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-1', modulusLength: 2048 },
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: '03', name: 'CN=Countersign test weak', keys, ...span() },
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(false), NAMES],
  });
  return { key: await pemOf(keys.privateKey), cert: certificate.toString('pem') };
}

async function pemOf(key: CryptoKey): Promise<string> {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  const lines = pkcs8.toString('base64').match(/.{1,64}/gu) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

/** A certificate that one browser is told to accept, so that a page over TLS can be shown at all. */
export interface Accepted {
  readonly certificate: ServerCertificate;
  /** Tells the browser to accept it and no other. */
  readonly flag: string;
}

let made: Promise<Accepted> | null = null;

/** The one of this process; its key is never written anywhere. */
export function accepted(): Promise<Accepted> {
  made ??= fromRoot().then((certificate) => {
    const { publicKey } = new X509Certificate(certificate.cert);
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const digest = createHash('sha256').update(spki).digest('base64');
    return { certificate, flag: `--ignore-certificate-errors-spki-list=${digest}` };
  });
  return made;
}
