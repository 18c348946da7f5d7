/**
 * Chromium knows no `app:` scheme, so `app://<host>/…` is served as `https://<host>.app.invalid/…`:
 * a secure origin of its own that no name server can ever answer. The program never sees this form.
 */
const served = new Set<string>();

/** Serve this scheme (without the colon) under the reserved host name. */
export function serveScheme(scheme: string): void {
  served.add(scheme);
}

/** @returns the address Chromium loads for an address the program names */
export function toBrowserUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url);
  if (match === null) return url;
  const [, scheme = '', host = '', rest = ''] = match;
  if (!served.has(scheme.toLowerCase())) return url;
  return `https://${host}.${scheme.toLowerCase()}.invalid${rest.startsWith('/') ? rest : `/${rest}`}`;
}

/** @returns the address the program sees for one Chromium reports */
export function toAppUrl(url: string): string {
  const match = /^https:\/\/(.+)\.([a-z][a-z0-9+-]*)\.invalid(\/.*|$)/is.exec(url);
  if (match === null) return url;
  const [, host = '', scheme = '', rest = ''] = match;
  if (!served.has(scheme)) return url;
  return `${scheme}://${host}${rest === '' ? '/' : rest}`;
}

/** @returns a policy header whose `app:` sources name the reserved hosts instead */
export function toBrowserPolicy(value: string): string {
  let out = value;
  for (const scheme of served) {
    out = out
      .replaceAll(
        new RegExp(`(^|[\\s;])${scheme}://([^\\s;/]+)`, 'g'),
        `$1https://$2.${scheme}.invalid`,
      )
      .replaceAll(
        new RegExp(`(^|[\\s;])${scheme}:(?=[\\s;]|$)`, 'g'),
        `$1https://*.${scheme}.invalid`,
      );
  }
  return out;
}
