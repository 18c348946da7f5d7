import { describe, expect, it } from 'vitest';
import { decideRequest, mayReceive } from '#electron/guard/decide-request.ts';

const rules = { allowLoopback: false };
const base = {
  address: 'https://example.org/x',
  method: 'GET',
  resourceType: 'xhr',
  pictures: true,
  rules,
};

describe('decideRequest', () => {
  it.each(['GET', 'HEAD', 'OPTIONS', 'get'])('allows %s', (method) => {
    expect(decideRequest({ ...base, method })).toEqual({ allowed: true });
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
