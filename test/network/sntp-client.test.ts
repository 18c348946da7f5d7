import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '#src/core/clock.ts';
import type { TimeSource } from '#src/core/time-source.ts';
import { sntpSource } from '#src/network/sntp-client.ts';
import {
  startTimeServer,
  type TimeServer,
  type TimeServerOptions,
} from '#test/support/time-server.ts';
import { realClock } from '#test/support/test-clock.ts';
import { testClock } from '#test/support/vault.ts';

const NEAR_MS = 60;

function sourceAt(port: number, clock: Clock = realClock()): TimeSource {
  return sntpSource({ host: '127.0.0.1', port, deadlineMs: 400, allowLoopback: true }, clock);
}

describe('sntpSource', () => {
  let server: TimeServer | null = null;

  afterEach(() => {
    server?.close();
    server = null;
  });

  async function ask(
    options: TimeServerOptions,
    clock: Clock = realClock(),
  ): ReturnType<ReturnType<typeof sntpSource>['ask']> {
    server = await startTimeServer(options);
    const { port } = server;
    return await sourceAt(port, clock).ask();
  }

  it.each([0, 90_000, -3_600_000, 20 * 365 * 86_400_000])(
    'finds a server that is %d ms ahead of us',
    async (offsetMs) => {
      const reading = await ask({ offsetMs });
      expect(Math.abs(reading.offsetMs - offsetMs)).toBeLessThan(NEAR_MS);
      expect(reading.stratum).toBe(2);
    },
  );

  it('takes what the server needed off the delay', async () => {
    const { offsetMs, delayMs } = await ask({ holdMs: 150 });
    expect(delayMs).toBeLessThan(100);
    expect(Math.abs(offsetMs)).toBeLessThan(NEAR_MS);
  });

  it('tells the server nothing of our clock', async () => {
    await ask({});
    const [question] = server?.questions ?? [];
    expect(question).toHaveLength(48);
    expect(question?.[0]).toBe(0x23);
    expect(question?.slice(1, 40).every((byte) => byte === 0)).toBe(true);
  });

  it('reads times of the era after 2036', async () => {
    const later = Date.parse('2036-03-01T00:00:00.000Z') - Date.now();
    const clock: Clock = {
      ...realClock(),
      now: () => new Date(Date.now() + later).toISOString(),
    };
    const { offsetMs } = await ask({ offsetMs: later + 5_000 }, clock);
    expect(Math.abs(offsetMs - 5_000)).toBeLessThan(NEAR_MS);
  });

  it('takes no answer to another question', async () => {
    const { offsetMs } = await ask({ straysFirst: true, offsetMs: 7_000 });
    expect(Math.abs(offsetMs - 7_000)).toBeLessThan(NEAR_MS);
  });

  it.each([
    ['is silent', { silent: true }, 'an answer within 400 ms'],
    ['does not know the time', { leap: 3 }, 'knows the time'],
    ['is 16 steps from any clock', { stratum: 16 }, 'knows the time'],
    ['has drifted for too long', { rootDispersionMs: 16_000 }, 'knows the time'],
    ['says to go away', { stratum: 0, leap: 3, kiss: 'DENY' }, 'told not to ask (DENY)'],
    ['says so without a word', { stratum: 0, kiss: '\u0001<a>' }, 'told not to ask (?)'],
    ['answers for another version', { version: 3 }, 'of version 4'],
    [
      'is forged by one who has not seen the question',
      { straysOnly: true },
      'only answers to other',
    ],
    ['knows no time', { timeless: true }, 'times, got none'],
    ['is no server', { mode: 3 }, 'answer of a server'],
  ])('throws TIME_UNKNOWN when the server %s', async (_name, options, words) => {
    await expect(ask(options)).rejects.toMatchObject({
      code: 'TIME_UNKNOWN',
      message: expect.stringContaining(words) as string,
    });
  });

  it('throws TIME_UNKNOWN when nobody listens', async () => {
    const gone = await startTimeServer();
    gone.close();
    const source = sourceAt(gone.port);
    expect(source.name).toBe(`sntp://127.0.0.1:${gone.port}`);
    await expect(source.ask()).rejects.toMatchObject({ code: 'TIME_UNKNOWN' });
  });

  it('takes the answer that was on its way for the shortest time, of three', async () => {
    const reading = await ask({ wayBackMs: [120, 1, 120], rootDelayMs: 30, rootDispersionMs: 5 });
    expect(server?.questions).toHaveLength(3);
    expect(reading.samples).toBe(3);
    expect(reading.delayMs).toBeLessThan(100);
    expect(reading.withinMs).toBeGreaterThanOrEqual(20);
    expect(reading.withinMs).toBeLessThanOrEqual(20 + reading.delayMs + 1);
    expect(Math.abs(reading.offsetMs)).toBeLessThanOrEqual(reading.withinMs);
  });

  it('marks each question by other random bytes', async () => {
    await ask({});
    const marks = (server?.questions ?? []).map((one) =>
      Buffer.from(one.slice(40)).toString('hex'),
    );
    expect(new Set(marks).size).toBe(3);
  });

  it('is content with one answer where no other comes', async () => {
    const reading = await ask({ answers: 1, offsetMs: 5_000 });
    expect(reading.samples).toBe(1);
    expect(Math.abs(reading.offsetMs - 5_000)).toBeLessThan(NEAR_MS);
  });

  it('asks no more once it was told not to', async () => {
    server = await startTimeServer({ stratum: 0, kiss: 'RSTR' });
    const source = sourceAt(server.port);
    const refusal = { code: 'TIME_UNKNOWN', message: expect.stringContaining('RSTR') as string };
    await expect(source.ask()).rejects.toMatchObject(refusal);
    await expect(source.ask()).rejects.toMatchObject(refusal);
    expect(server.questions).toHaveLength(1);
  });

  it('asks again only after a while when told that it asks too often', async () => {
    server = await startTimeServer({ stratum: 0, kiss: 'RATE' });
    const clock = testClock();
    const source = sourceAt(server.port, clock);
    const refusal = { message: expect.stringContaining('RATE') as string };
    await expect(source.ask()).rejects.toMatchObject(refusal);
    clock.pass(60_000);
    await expect(source.ask()).rejects.toMatchObject(refusal);
    expect(server.questions).toHaveLength(1);
    clock.pass(5_000);
    await expect(source.ask()).rejects.toMatchObject(refusal);
    expect(server.questions).toHaveLength(2);
    clock.pass(65_000);
    await expect(source.ask()).rejects.toMatchObject(refusal);
    expect(server.questions).toHaveLength(2);
  });

  it.each(['127.0.0.1', 'localhost', '::1'])(
    'does not ask this computer itself: %s',
    async (host) => {
      server = await startTimeServer();
      const source = sntpSource({ host, port: server.port, deadlineMs: 400 }, realClock());
      await expect(source.ask()).rejects.toMatchObject({
        code: 'TIME_UNKNOWN',
        message: 'time server expected an address that can be asked, got none',
      });
      expect(server.questions).toHaveLength(0);
    },
  );
});
