import { afterEach, describe, expect, it } from 'vitest';
import { resolveHost } from './host-rules.ts';
import { configureHost } from './options.ts';

describe('resolveHost', () => {
  afterEach(() => {
    configureHost({ browserFlags: [] });
  });

  it('resolves as the browser does, by its rules', async () => {
    configureHost({
      browserFlags: [
        '--host-resolver-rules=MAP *.example 127.0.0.1:8080, MAP gone.test ~NOTFOUND, MAP six.test [::1]:80',
      ],
    });
    expect((await resolveHost('forum.fictional.example')).endpoints).toEqual([
      { address: '127.0.0.1', family: 'ipv4' },
    ]);
    expect((await resolveHost('six.test')).endpoints).toEqual([{ address: '::1', family: 'ipv6' }]);
    await expect(resolveHost('gone.test')).rejects.toThrow('net::ERR_NAME_NOT_RESOLVED');
  });

  it('takes addresses as they are', async () => {
    expect((await resolveHost('127.0.0.1')).endpoints).toEqual([
      { address: '127.0.0.1', family: 'ipv4' },
    ]);
    expect((await resolveHost('[::1]')).endpoints).toEqual([{ address: '::1', family: 'ipv6' }]);
  });
});
