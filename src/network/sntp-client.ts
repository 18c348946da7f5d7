import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { TimeReading, TimeSource } from '#src/core/time-source.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { hostAddress } from './host-address.ts';
import {
  encodeQuestion,
  isAnswerTo,
  KissOfDeath,
  parseAnswer,
  unknown,
  type Sample,
} from './sntp-packet.ts';

/** How a time server is asked. */
export interface SntpOptions {
  /** Name, or address without brackets. */
  readonly host: string;
  /** 123 where absent. */
  readonly port?: number;
  /** For all questions together, milliseconds; 3,000 where absent. */
  readonly deadlineMs?: number;
  /** Whether the server may be this computer itself; false where absent. */
  readonly allowLoopback?: boolean;
}

const MAX_SAMPLES = 3;
/** Once there is one answer, others are waited for no longer than this, ms. */
const FURTHER_MS = 500;
/** RFC 5905, section 7.4: after RATE less often. Doubles with each. */
const RATE_PAUSE_MS = 64_000;

/**
 * A client of RFC 5905 (SNTP, its section 14; version 4): up to three questions to one server, one after the
 * other, and the answer that was on its way for the shortest time counts. Unauthenticated: who controls the
 * network can answer whatever they like, so a reading is one more witness of the time, not its proof.
 */
export function sntpSource(options: SntpOptions, clock: Clock): TimeSource {
  const { host, port = 123, deadlineMs = 3_000, allowLoopback = false } = options;
  const name = host.includes(':') && port !== 123 ? `[${host}]` : host;
  const patience = new Patience(clock);
  return {
    name: `sntp://${name}${port === 123 ? '' : `:${port}`}`,
    async ask() {
      patience.assertWelcome();
      const endsMs = clock.monotonicMs() + deadlineMs;
      return await askAll({ host, port, deadlineMs, allowLoopback }, clock, patience, endsMs);
    },
  };
}

/** Remembers a server's wish not to be asked, for as long as the program runs. */
class Patience {
  readonly #clock: Clock;
  #refused: KissOfDeath | null = null;
  #untilMs = 0;
  #pauseMs = RATE_PAUSE_MS;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  assertWelcome(): void {
    if (this.#refused === null || this.#clock.monotonicMs() >= this.#untilMs) return;
    throw this.#refused;
  }

  obey(kiss: KissOfDeath): void {
    this.#refused = kiss;
    this.#untilMs = kiss.kiss === 'RATE' ? this.#clock.monotonicMs() + this.#pauseMs : Infinity;
    this.#pauseMs *= 2;
  }
}

async function askAll(
  options: Required<SntpOptions>,
  clock: Clock,
  patience: Patience,
  endsMs: number,
): Promise<TimeReading> {
  const samples: Sample[] = [];
  const socket = await socketTo(options, endsMs - clock.monotonicMs());
  try {
    while (samples.length < MAX_SAMPLES) {
      const leftMs = endsMs - clock.monotonicMs();
      const waitMs = samples.length === 0 ? leftMs : Math.min(leftMs, FURTHER_MS);
      samples.push(await askOnce(socket, Math.max(0, waitMs), options.deadlineMs, clock));
    }
  } catch (error) {
    if (error instanceof KissOfDeath) patience.obey(error);
    if (samples.length === 0) throw error;
  } finally {
    socket.close();
  }
  const [best] = samples.toSorted((one, other) => one.delayMs - other.delayMs);
  if (best === undefined) throw unknown('an answer, got none');
  return {
    offsetMs: Math.round(best.offsetMs),
    delayMs: Math.round(best.delayMs),
    withinMs: Math.ceil(best.withinMs),
    stratum: best.stratum,
    samples: samples.length,
  };
}

/** Connected, the system drops what comes from anywhere else. */
async function socketTo(options: Required<SntpOptions>, waitMs: number): Promise<Socket> {
  const { host, port, allowLoopback, deadlineMs } = options;
  const found = await within(waitMs, hostAddress(host, allowLoopback), deadlineMs);
  if (found === null) throw unknown('an address that can be asked, got none');
  const socket = createSocket(found.family === 6 ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.connect(port, found.address, (...given: readonly unknown[]) => {
        const [error] = given;
        if (error instanceof Error) reject(error);
        else resolve();
      });
    });
  } catch (cause) {
    socket.close();
    throw unknown('an answer, got a refusal', cause);
  }
  return socket;
}

async function askOnce(
  socket: Socket,
  waitMs: number,
  deadlineMs: number,
  clock: Clock,
): Promise<Sample> {
  const mark = randomBytes(8);
  let others = 0;
  const stop: (() => void)[] = [];
  try {
    return await within(
      waitMs,
      new Promise<Sample>((resolve, reject) => {
        const asked = { wallMs: Date.parse(clock.now()), monotonicMs: clock.monotonicMs() };
        const fail = (cause: Error): void => {
          reject(unknown('an answer, got a refusal', cause));
        };
        const hear = (answer: Buffer): void => {
          const tookMs = clock.monotonicMs() - asked.monotonicMs;
          // Without our mark it answers another question, or is forged: go on waiting.
          if (!isAnswerTo(answer, mark)) {
            others += 1;
            return;
          }
          try {
            resolve(parseAnswer(answer, { wallMs: asked.wallMs, tookMs }));
          } catch (error) {
            reject(error instanceof EvidenceError ? error : unknown('an answer', error));
          }
        };
        socket.on('error', fail);
        socket.on('message', hear);
        stop.push(() => socket.off('error', fail).off('message', hear));
        socket.send(encodeQuestion(mark));
      }),
      deadlineMs,
      () => others,
    );
  } finally {
    for (const each of stop) each();
    // What comes late is nobody's, and must not end the program.
    socket.on('error', () => undefined);
  }
}

async function within<T>(
  waitMs: number,
  work: Promise<T>,
  deadlineMs: number,
  others: () => number = () => 0,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const instead = others() === 0 ? 'none' : 'only answers to other questions';
      reject(unknown(`an answer within ${deadlineMs} ms, got ${instead}`));
    }, waitMs);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
