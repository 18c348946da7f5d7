import { describe, expect, it } from 'vitest';
import { KnownSecrets } from '#src/capture/archive/known-secrets.ts';
import { checkedMhtml } from '#src/capture/archive/mhtml.ts';
import { fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';

const HEAD = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n';

function secretsWith(...values: readonly string[]): KnownSecrets {
  const secrets = new KnownSecrets();
  secrets.addHeaders({ 'x-api-key': values.join('\n') });
  return secrets;
}

describe('checkedMhtml', () => {
  it('takes a value out however quoted-printable writes it', () => {
    const text = `${HEAD}Content-Transfer-Encoding: quoted-printable\r\n\r\nplain Key=3D12.34/x, broken Key=\r\n=3D12.=\r\n34/x, coded =4Bey=3d12=2E34=2Fx, other key=3D12.34/x\r\n--b--\r\n`;
    const checked = checkedMhtml(text, secretsWith('Key=12.34/x'));
    expect(checked?.removed).toBe(3);
    expect(fromUtf8(checked?.bytes ?? new Uint8Array())).toBe(
      text
        .replace('Key=3D12.34/x', '[removed]')
        .replace('Key=\r\n=3D12.=\r\n34/x', '[removed]')
        .replace('=4Bey=3d12=2E34=2Fx', '[removed]'),
    );
  });

  it('takes letters beyond ASCII out too', () => {
    const text = `${HEAD}\r\npass caf=C3=A9-12345\r\n--b--\r\n`;
    expect(checkedMhtml(text, secretsWith('café-12345'))?.removed).toBe(1);
  });

  it('refuses a copy that holds a value where it can’t be taken out', () => {
    const part = `Content-Type: image/svg+xml\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://a.example/x.svg\r\n\r\n${toBase64(utf8('<svg>inside-base64-1</svg>'))}\r\n--b--\r\n`;
    expect(checkedMhtml(HEAD + part, secretsWith('inside-base64-1'))).toBeNull();
    expect(checkedMhtml(HEAD + part, secretsWith('elsewhere-base64-1'))?.removed).toBe(0);
  });
});
