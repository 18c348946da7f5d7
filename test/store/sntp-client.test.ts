import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '#src/core/clock.ts';
import { sntpSource } from '#src/store/sntp-client.ts';
import {
  startTimeServer,
  type TimeServer,
  type TimeServerOptions,
} from '#test/support/time-server.ts';
import { realClock } from '#test/support/test-clock.ts';

const NEAR_MS = 60;

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
    return await sntpSource({ host: '127.0.0.1', port, deadlineMs: 400 }, clock).ask();
  }

  it.each([0, 90_000, -3_600_000])('finds a server that is %d ms ahead of us', async (offsetMs) => {
    const reading = await ask({ offsetMs });
    expect(Math.abs(reading.offsetMs - offsetMs)).toBeLessThan(NEAR_MS);
    expect(reading.stratum).toBe(2);
  });

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
    ['says to go away', { stratum: 0 }, 'knows the time'],
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
    const source = sntpSource({ host: '127.0.0.1', port: gone.port, deadlineMs: 400 }, realClock());
    expect(source.name).toBe(`sntp://127.0.0.1:${gone.port}`);
    await expect(source.ask()).rejects.toMatchObject({ code: 'TIME_UNKNOWN' });
  });
});
