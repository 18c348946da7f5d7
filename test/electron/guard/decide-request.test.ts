import { describe, expect, it } from 'vitest';
import { decideRequest, mayReceive } from '#electron/guard/decide-request.ts';

const rules = { allowLoopback: false };
const base = {
  address: 'https://example.org/x',
  method: 'GET',
  resourceType: 'xhr',
  pictures: true,
  rules,
  page: 'https://example.org/read',
  frame: 'https://example.org/read',
  allowances: [],
  loaded: new Set<string>(),
};

describe('decideRequest', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'get'])('allows %s', (method) => {
    expect(decideRequest({ ...base, method })).toEqual({ allowed: true, exception: null });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'PROPFIND', 'post', ''])(
    'refuses the method %j as posting',
    (method) => {
      expect(decideRequest({ ...base, method })).toMatchObject({ allowed: false, what: 'post' });
    },
  );

  it.each(['image', 'font', 'object', 'media'])(
    'withholds %s until both have agreed',
    (resourceType) => {
      expect(decideRequest({ ...base, resourceType, pictures: false }).allowed).toBe(false);
      expect(decideRequest({ ...base, resourceType, pictures: true }).allowed).toBe(true);
    },
  );

  it('reports withheld sound and film, and not each withheld picture', () => {
    expect(decideRequest({ ...base, resourceType: 'media', pictures: false })).toMatchObject({
      what: 'media',
    });
    expect(decideRequest({ ...base, resourceType: 'image', pictures: false })).toMatchObject({
      what: null,
    });
  });

  it.each(['xhr', 'other', 'ping', 'subFrame'])(
    'withholds what is named like a picture when asked for as %s',
    (resourceType) => {
      const address = 'https://example.org/a/cat.JPG?w=1';
      expect(decideRequest({ ...base, address, resourceType, pictures: false }).allowed).toBe(
        false,
      );
      expect(decideRequest({ ...base, address, resourceType, pictures: true }).allowed).toBe(true);
    },
  );

  it('withholds a page’s icon and what it wants for later, whatever their names', () => {
    const address = 'https://example.org/icon';
    const icon = { ...base, address, resourceType: 'other' };
    expect(decideRequest({ ...icon, pictures: false }).allowed).toBe(false);
    expect(decideRequest({ ...icon, pictures: true }).allowed).toBe(true);
  });

  it('lets a page be named like a picture', () => {
    const address = 'https://example.org/wiki/File:cat.jpg';
    expect(
      decideRequest({ ...base, address, resourceType: 'mainFrame', pictures: false }).allowed,
    ).toBe(true);
  });

  it.each([
    ['http://10.0.0.1/', 'private-address'],
    ['http://localhost:9/', 'private-address'],
    ['file:///etc/passwd', 'scheme'],
    ['chrome://gpu', 'scheme'],
    ['app://countersign/', 'scheme'],
    ['nonsense', 'scheme'],
  ])('refuses %s as %s', (address, what) => {
    expect(decideRequest({ ...base, address })).toMatchObject({ allowed: false, what });
  });

  it('reaches loopback in a demonstration only', () => {
    const address = 'http://127.0.0.1:8080/feed';
    expect(decideRequest({ ...base, address, rules: { allowLoopback: true } }).allowed).toBe(true);
    expect(decideRequest({ ...base, address }).allowed).toBe(false);
  });
});

describe('decideRequest with script requests by POST agreed for one site', () => {
  const allowances = [
    { agreementId: 'a1', what: 'script-posts' as const, site: 'https://example.org' },
  ];
  const post = { ...base, method: 'POST', allowances };

  it('lets a script of the site post to it, and names the agreement', () => {
    expect(decideRequest(post)).toEqual({ allowed: true, exception: 'a1' });
    expect(decideRequest({ ...post, method: 'post', frame: null })).toEqual({
      allowed: true,
      exception: 'a1',
    });
  });

  it('says of a request that only reads that it needed no agreement', () => {
    expect(decideRequest({ ...post, method: 'GET' })).toEqual({ allowed: true, exception: null });
  });

  it.each(['mainFrame', 'subFrame', 'ping', 'other', 'script', 'cspReport', 'object'])(
    'refuses a POST that is asked for as %s: forms and beacons stay blocked',
    (resourceType) => {
      expect(decideRequest({ ...post, resourceType })).toMatchObject({
        allowed: false,
        what: 'post',
      });
    },
  );

  it.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND'])('refuses %s all the same', (method) => {
    expect(decideRequest({ ...post, method })).toMatchObject({ allowed: false, what: 'post' });
  });

  it.each([
    ['to another site', { address: 'https://other.example/x' }],
    ['to another port', { address: 'https://example.org:8443/x' }],
    ['to the site without encryption', { address: 'http://example.org/x' }],
    ['to a name below it', { address: 'https://api.example.org/x' }],
    ['on the page of another site', { page: 'https://other.example/read' }],
    ['with no page', { page: '' }],
    ['by a frame of another site', { frame: 'https://ads.example/frame' }],
    ['by a frame without an address', { frame: 'about:blank' }],
  ])('refuses one %s', (_what, change) => {
    expect(decideRequest({ ...post, ...change })).toMatchObject({ allowed: false, what: 'post' });
  });

  it('refuses it without the agreement, or with one for another site', () => {
    const other = [{ ...allowances[0], site: 'https://other.example' }] as typeof allowances;
    for (const none of [[], other])
      expect(decideRequest({ ...post, allowances: none })).toMatchObject({ what: 'post' });
  });
});

describe('mayReceive', () => {
  it.each([
    'image/png',
    ' IMAGE/svg+xml',
    'video/mp4',
    'audio/ogg',
    'font/woff2',
    'application/pdf',
  ])('cuts off %s until both have agreed', (contentType) => {
    expect(mayReceive(contentType, false)).toBe(false);
    expect(mayReceive(contentType, true)).toBe(true);
  });

  it.each(['text/html', 'application/json', 'text/javascript', 'application/octet-stream', null])(
    'lets %s through',
    (contentType) => {
      expect(mayReceive(contentType, false)).toBe(true);
    },
  );
});
