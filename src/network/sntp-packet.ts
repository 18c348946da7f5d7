import { EvidenceError } from '#src/core/errors.ts';

/** Bytes of a question and of what is read of an answer (RFC 5905, section 7.3). */
export const PACKET_BYTES = 48;

// From 1900, where NTP begins, to 1970.
const EPOCH_SECONDS = 2_208_988_800;
const ERA_SECONDS = 2 ** 32;
const LEAP_NONE_VERSION_4_CLIENT = 0x23;
const VERSION = 4;
const SERVER_MODE = 4;
const NOT_SYNCHRONISED = 3;
// RFC 5905, section 7.2: MAXDISP.
const MAX_DISPERSION_MS = 16_000;

/** What one exchange with a server said. */
export interface Sample {
  readonly offsetMs: number;
  readonly delayMs: number;
  readonly withinMs: number;
  readonly stratum: number;
}

/** When a question was sent, and how long its answer took. */
export interface AskedAt {
  readonly wallMs: number;
  readonly tookMs: number;
}

/** A server's wish not to be asked: RFC 5905, section 7.4. */
export class KissOfDeath extends EvidenceError {
  /** Four characters of ASCII, e.g. `RATE`; `?` for any other. */
  readonly kiss: string;
  constructor(kiss: string) {
    super('TIME_UNKNOWN', `time server expected to answer, got told not to ask (${kiss})`);
    this.kiss = kiss;
  }
}

/** @param mark - 8 random bytes in place of our time: they mark the answer, and tell nothing of our clock */
export function encodeQuestion(mark: Uint8Array): Buffer {
  const question = Buffer.alloc(PACKET_BYTES);
  question[0] = LEAP_NONE_VERSION_4_CLIENT;
  question.set(mark, 40);
  return question;
}

/** Whether a packet answers the question with this mark: its originate timestamp has to repeat it. */
export function isAnswerTo(answer: Buffer, mark: Uint8Array): boolean {
  return answer.length >= PACKET_BYTES && answer.subarray(24, 32).equals(mark);
}

/**
 * Read an answer (RFC 5905, sections 7.3, 7.4 and 8). What it says is not signed by anybody.
 * @param answer - untrusted, {@link isAnswerTo} our question
 * @throws {KissOfDeath} the server does not want to be asked
 * @throws {EvidenceError} TIME_UNKNOWN - no server's answer, or one that does not know the time
 */
export function parseAnswer(answer: Buffer, { wallMs, tookMs }: AskedAt): Sample {
  const first = answer[0] ?? 0;
  const stratum = answer[1] ?? 0;
  if ((first & 7) !== SERVER_MODE) throw unknown('an answer of a server, got another packet');
  if (((first >> 3) & 7) !== VERSION) throw unknown('an answer of version 4, got another');
  if (stratum === 0) throw new KissOfDeath(kissOf(answer));
  const dispersionMs = shortMs(answer, 4) / 2 + shortMs(answer, 8);
  if (first >> 6 === NOT_SYNCHRONISED || stratum > 15 || dispersionMs >= MAX_DISPERSION_MS) {
    throw unknown('a server that knows the time, got one that does not');
  }
  if (answer.readBigUInt64BE(32) === 0n || answer.readBigUInt64BE(40) === 0n) {
    throw unknown('times, got none');
  }
  const receivedMs = timestampMs(answer, 32, wallMs);
  const transmittedMs = timestampMs(answer, 40, wallMs);
  const delayMs = tookMs - (transmittedMs - receivedMs);
  if (transmittedMs < receivedMs || delayMs < -1) throw unknown('times in their order');
  return {
    offsetMs: (receivedMs - wallMs + transmittedMs - (wallMs + tookMs)) / 2,
    delayMs: Math.max(0, delayMs),
    withinMs: Math.max(0, delayMs) / 2 + dispersionMs,
    stratum,
  };
}

/** The error of everything that is not a time. */
export function unknown(expected: string, cause?: unknown): EvidenceError {
  const message = `time server expected ${expected}`;
  return new EvidenceError('TIME_UNKNOWN', message, cause === undefined ? {} : { cause });
}

function kissOf(answer: Buffer): string {
  const kiss = answer.subarray(12, 16).toString('latin1');
  return /^[A-Z]{4}$/u.test(kiss) ? kiss : '?';
}

// 16 bits of seconds, 16 of fraction.
function shortMs(answer: Buffer, at: number): number {
  return (answer.readUInt32BE(at) / 65_536) * 1000;
}

// Seconds since 1900 start again in 2036: the era nearest to our own time is meant.
function timestampMs(answer: Buffer, at: number, nearMs: number): number {
  const seconds = answer.readUInt32BE(at) - EPOCH_SECONDS;
  const fraction = answer.readUInt32BE(at + 4) / ERA_SECONDS;
  const era = Math.round((nearMs / 1000 - seconds) / ERA_SECONDS);
  return (seconds + era * ERA_SECONDS + fraction) * 1000;
}
