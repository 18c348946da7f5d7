import { describe, expect, it } from 'vitest';
import { allowedPost, leavesSite, mayNotSpeak } from '#electron/guard/decide-post.ts';
import { decideRequest } from '#electron/guard/decide-request.ts';

const SITE = 'https://example.org';
const CMP = 'https://consent.example';
const post = {
  ...{ address: `${SITE}/x`, method: 'POST', resourceType: 'xhr' },
  ...{ page: `${SITE}/read`, frame: `${SITE}/read` },
  loaded: new Set([CMP]),
};
const one = (what: 'script-posts' | 'viewing-account' | 'consent-banner' | 'logged-in') => [
  { agreementId: 'a1', what, site: SITE },
];
const whole = { ...post, pictures: true, rules: { allowLoopback: false } };

describe('allowedPost', () => {
  it('lets a log-in send scripts’ requests and forms to its own site, and names the agreement', () => {
    for (const resourceType of ['xhr', 'mainFrame', 'subFrame'])
      expect(allowedPost({ ...post, resourceType }, one('viewing-account'))).toBe('a1');
  });

  it.each([
    ['a beacon', { resourceType: 'ping' }],
    ['another method', { method: 'PUT' }],
    ['to another site', { address: 'https://other.example/x' }],
    ['to a site whose script it loaded', { address: `${CMP}/x` }],
    ['to a name below it', { address: 'https://login.example.org/x' }],
    ['to the site without encryption', { address: 'http://example.org/x' }],
    ['by the page of another site', { page: 'https://other.example/' }],
    ['by a frame of another site', { frame: `${CMP}/frame` }],
    ['by no page', { page: '' }],
  ])('lets a log-in not send: %s', (_what, change) => {
    expect(allowedPost({ ...post, ...change }, one('viewing-account'))).toBeNull();
  });

  it('lets a notice send by scripts, to the page’s site and those of its frames and scripts', () => {
    const allowances = one('consent-banner');
    expect(allowedPost(post, allowances)).toBe('a1');
    expect(allowedPost({ ...post, address: `${CMP}/choice` }, allowances)).toBe('a1');
    const within = { ...post, address: `${CMP}/choice`, frame: `${CMP}/frame` };
    expect(allowedPost(within, allowances)).toBe('a1');
  });

  it.each([
    ['a form', { resourceType: 'mainFrame' }],
    ['a form in a frame', { resourceType: 'subFrame' }],
    ['a beacon', { resourceType: 'ping' }],
    ['to a site that the page has not loaded from', { address: 'https://other.example/x' }],
    ['by a frame of a site that it has not loaded from', { frame: 'https://other.example/f' }],
    ['by the page of another site', { page: `${CMP}/read` }],
  ])('lets a notice not send: %s', (_what, change) => {
    expect(allowedPost({ ...post, ...change }, one('consent-banner'))).toBeNull();
  });

  it('lets nothing be sent once logged in', () => {
    for (const resourceType of ['xhr', 'mainFrame', 'subFrame', 'ping', 'other'])
      expect(allowedPost({ ...post, resourceType }, one('logged-in'))).toBeNull();
  });
});

describe('leavesSite', () => {
  it('keeps the page on its site while something may be sent, whatever the method', () => {
    const away = { ...whole, method: 'GET', address: 'https://other.example/' };
    for (const what of ['viewing-account', 'consent-banner'] as const) {
      expect(leavesSite({ ...away, resourceType: 'mainFrame' }, one(what))).toBe(true);
      expect(leavesSite({ ...away, resourceType: 'subFrame' }, one(what))).toBe(false);
      expect(leavesSite({ address: `${SITE}/y`, resourceType: 'mainFrame' }, one(what))).toBe(
        false,
      );
      const wanted = { ...away, resourceType: 'mainFrame', allowances: one(what) };
      expect(decideRequest(wanted)).toEqual({
        ...{ allowed: false, what: 'other-site', code: 'PAGE_OTHER_SITE' },
      });
    }
    for (const what of ['script-posts', 'logged-in'] as const)
      expect(leavesSite({ ...away, resourceType: 'mainFrame' }, one(what))).toBe(false);
  });
});

describe('mayNotSpeak', () => {
  it('keeps sockets closed in a log-in and while logged in, and not otherwise', () => {
    const socket = { ...whole, method: 'GET', address: 'wss://example.org/s' };
    const wanted = { ...socket, resourceType: 'webSocket' };
    for (const what of ['viewing-account', 'logged-in'] as const) {
      expect(mayNotSpeak(wanted, one(what))).toBe(true);
      expect(decideRequest({ ...wanted, allowances: one(what) })).toMatchObject({ what: 'post' });
      expect(mayNotSpeak({ resourceType: 'xhr' }, one(what))).toBe(false);
    }
    for (const what of ['script-posts', 'consent-banner'] as const)
      expect(decideRequest({ ...wanted, allowances: one(what) }).allowed).toBe(true);
  });
});
