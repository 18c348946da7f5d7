import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import type { Certificate, Event } from 'electron';
import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { ContractCase } from './kit.ts';
import { until } from './kit.ts';

/** Servers nobody vouches for. */
export const certificateCases: readonly ContractCase[] = [
  {
    name: 'refuses a certificate nobody vouches for, and shows it to the verifier and the event',
    async run(kit) {
      const { cert, key } = await selfSigned();
      const asked: string[] = [];
      const server = createServer({ cert, key }, (request, response) => {
        asked.push(request.url ?? '');
        response.end('secret');
      });
      const origin = await kit.listen(server, 'https');
      const session = kit.session();
      const verified: string[] = [];
      session.setCertificateVerifyProc((request, answer) => {
        verified.push(
          `${request.hostname} ${request.verificationResult} ${String(request.errorCode)} ${request.certificate.subjectName}`,
        );
        answer(-3);
      });
      const page = kit.page({ session });
      const shown: string[] = [];
      page.on(
        'certificate-error',
        (
          event: Event,
          _url: string,
          error: string,
          certificate: Certificate,
          answer: (trusted: boolean) => void,
        ) => {
          event.preventDefault();
          shown.push(`${error} ${certificate.subjectName} ${certificate.data.slice(0, 27)}`);
          answer(false);
        },
      );
      await assert.rejects(page.loadURL(`${origin}/`), /ERR_CERT_AUTHORITY_INVALID \(-202\)/);
      await until(() => verified.length > 0 && shown.length > 0, 'the verifier and the event');
      assert.equal(verified[0], '127.0.0.1 net::ERR_CERT_AUTHORITY_INVALID -202 fictional.example');
      assert.equal(
        shown[0],
        'net::ERR_CERT_AUTHORITY_INVALID fictional.example -----BEGIN CERTIFICATE-----',
      );
      assert.deepEqual(asked, []);
    },
  },
];

async function selfSigned(): Promise<{ cert: string; key: string }> {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: '01',
      name: 'CN=fictional.example',
      keys,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 86_400_000),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
      ],
    },
    crypto,
  );
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: certificate.toString('pem'), key: PemConverter.encode(pkcs8, 'PRIVATE KEY') };
}
