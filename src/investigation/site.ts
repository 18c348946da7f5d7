/** Scheme and host of an address: what an agreement covers; null where there is none. */
export function siteOf(address: string): string | null {
  const match = /^(https?):\/\/(?:[^/?#@]*@)?([^/?#]+)/iu.exec(address);
  return match === null ? null : `${match[1] ?? ''}://${match[2] ?? ''}`.toLowerCase();
}

/** An address without what may hold a secret: query, fragment, parameters of its path, user information. */
export function bareAddress(address: string): string {
  const bare = address
    .replace(/[?#].*$/su, '')
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/iu, '$1')
    .replaceAll(/;[^/]*/gu, '');
  return bare.trim() === '' ? 'about:blank' : bare;
}
