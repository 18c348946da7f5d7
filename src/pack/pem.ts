import { toBase64 } from '#src/core/bytes.ts';

/** A certificate as text that OpenSSL reads (RFC 7468). @param der - DER of one certificate */
export function pemOf(der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
