import { describe, expect, it } from 'vitest';
import {
  asksThisComputer,
  egressSource,
  ipAddress,
  isThisComputer,
  timeServerPlace,
} from '#src/core/school-network.ts';

describe('timeServerPlace', () => {
  it.each([
    ['ntp.school.example', 'ntp.school.example', 123],
    ['NTP.School.Example:1123', 'ntp.school.example', 1123],
    ['dc01', 'dc01', 123],
    ['10.0.0.5', '10.0.0.5', 123],
    ['10.0.0.5:124', '10.0.0.5', 124],
    ['fd00:0::1', 'fd00::1', 123],
    ['[fd00::1]:124', 'fd00::1', 124],
  ])('reads %s', (text, host, port) => {
    expect(timeServerPlace(text)).toEqual({ host, port });
  });

  it.each([
    ...['', ' ', 'ntp school', 'http://ntp.example', 'ntp.example/x', 'a@b', 'ntp.example:0'],
    ...[
      'ntp.example:65536',
      'ntp.example:',
      '[fd00::1',
      '[::g]',
      '999.1.1.1',
      'a?b',
      'a#b',
      'a\\b',
    ],
    'x'.repeat(201),
  ])('refuses %j', (text) => {
    expect(timeServerPlace(text)).toBeNull();
  });
});

describe('ipAddress', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['2001:DB8:0:0::7', '2001:db8::7'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ])('reads %s', (text, address) => {
    expect(ipAddress(text)).toBe(address);
  });

  it.each([
    ...['', '1.2.3', '1.2.3.4.5', '1.2.3.4.', '.1.2.3.4', '256.1.1.1', '01.2.3.4', '1.2.3.4 '],
    ...['0x7f.1.1.1', '2001:db8::7%eth0', '[::1]', '1::2::3', '12345::', 'example', '::1]/a'],
  ])('refuses %j', (text) => {
    expect(ipAddress(text)).toBeNull();
  });
});

describe('egressSource', () => {
  it('takes http and https and writes them one way', () => {
    expect(egressSource('HTTP://10.0.0.9:8080/ip')).toBe('http://10.0.0.9:8080/ip');
    expect(egressSource('https://edge.school.example')).toBe('https://edge.school.example/');
  });

  it.each([
    ...[
      '',
      'edge.school.example',
      'ftp://a.example/',
      'file:///etc/passwd',
      'https://u@a.example/',
    ],
    ...['https://:p@a.example/', 'https://a.example/#x', `https://a.example/${'x'.repeat(200)}`],
  ])('refuses %j', (text) => {
    expect(egressSource(text)).toBeNull();
  });
});

describe('isThisComputer', () => {
  it.each([
    ...['localhost', 'LOCALHOST.', 'a.localhost', '127.0.0.1', '127.9.9.9', '::1', '0:0::1', '::'],
    ...['0.0.0.0', '::ffff:127.0.0.1', '::ffff:0.0.0.0'],
  ])('knows %s', (host) => {
    expect(isThisComputer(host)).toBe(true);
  });

  it.each(['10.0.0.1', 'fd00::1', '::ffff:10.0.0.1', '128.0.0.1', 'localhost.example', '::12'])(
    'takes %s for another',
    (host) => {
      expect(isThisComputer(host)).toBe(false);
    },
  );
});

describe('asksThisComputer', () => {
  it('looks at time server and egress server, whatever they are called', () => {
    const nobody = { timeServer: null, egress: null };
    expect(asksThisComputer(nobody)).toBe(false);
    expect(asksThisComputer({ ...nobody, timeServer: '[::1]:123' })).toBe(true);
    expect(asksThisComputer({ ...nobody, timeServer: '0x7f.1' })).toBe(true);
    const asked = (source: string) => ({ ...nobody, egress: { how: 'asked' as const, source } });
    expect(asksThisComputer(asked('http://[::1]:80/'))).toBe(true);
    expect(asksThisComputer(asked('http://10.0.0.9/'))).toBe(false);
    const typed = { how: 'typed-in' as const, address: '127.0.0.1' };
    expect(asksThisComputer({ ...nobody, egress: typed })).toBe(false);
  });
});
