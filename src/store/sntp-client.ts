import { createSocket, type Socket } from 'node:dgram';
import type { Clock } from '#src/core/clock.ts';
import { EvidenceError } from '#src/core/errors.ts';
import type { TimeReading, TimeSource } from '#src/core/time-source.ts';
import { randomBytes } from '#src/crypto/random.ts';

/** How a time server is asked. */
export interface SntpOptions {
  /** Name or address. */
  readonly host: string;
  /** 123 where absent. */
  readonly port?: number;
  /** Milliseconds; 2,000 where absent. */
  readonly deadlineMs?: number;
}

const PACKET_BYTES = 48;
// From 1900, where NTP begins, to 1970.
const EPOCH_SECONDS = 2_208_988_800;
const ERA_SECONDS = 2 ** 32;
const CLIENT_VERSION_4 = 0x23;
const SERVER_MODE = 4;
const NOT_SYNCHRONISED = 3;

/**
 * A client of RFC 4330 (SNTP version 4): one question to one server. Unauthenticated: who controls the network
 * can answer whatever they like, so a reading is one more witness of the time, not its proof.
 */
export function sntpSource(options: SntpOptions, clock: Clock): TimeSource {
  const { host, port = 123, deadlineMs = 2_000 } = options;
  return {
    name: `sntp://${host}${port === 123 ? '' : `:${port}`}`,
    ask: () => askOnce({ host, port, deadlineMs }, clock),
  };
}

async function askOnce(options: Required<SntpOptions>, clock: Clock): Promise<TimeReading> {
  const socket = createSocket(options.host.includes(':') ? 'udp6' : 'udp4');
  // A random transmit time marks our question, and tells the server nothing of our clock.
  const mark = randomBytes(8);
  try {
    const sent = { wallMs: Date.parse(clock.now()), monotonicMs: clock.monotonicMs() };
    const answer = await exchange(socket, options, mark);
    const tookMs = clock.monotonicMs() - sent.monotonicMs;
    return readingOf(answer, sent.wallMs, tookMs);
  } finally {
    socket.close();
  }
}

function exchange(
  socket: Socket,
  { host, port, deadlineMs }: Required<SntpOptions>,
  mark: Uint8Array,
): Promise<Buffer> {
  const question = Buffer.alloc(PACKET_BYTES);
  question[0] = CLIENT_VERSION_4;
  question.set(mark, 40);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(unknown(`an answer within ${deadlineMs} ms, got none`));
    }, deadlineMs);
    const fail = (cause: Error): void => {
      clearTimeout(timer);
      reject(unknown('an answer, got a refusal', cause));
    };
    socket.on('error', fail);
    // Connected, the system drops what comes from anywhere else.
    socket.connect(port, host, (...given: readonly unknown[]) => {
      const [error] = given;
      if (error instanceof Error) fail(error);
      else socket.send(question);
    });
    socket.on('message', (answer) => {
      // Anything without our mark answers another question: go on waiting.
      if (answer.length < PACKET_BYTES || !answer.subarray(24, 32).equals(mark)) return;
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

function readingOf(answer: Buffer, sentMs: number, tookMs: number): TimeReading {
  const first = answer[0] ?? 0;
  const stratum = answer[1] ?? 0;
  if ((first & 7) !== SERVER_MODE) throw unknown('an answer of a server, got another packet');
  if (first >> 6 === NOT_SYNCHRONISED || stratum < 1 || stratum > 15) {
    throw unknown('a server that knows the time, got one that does not');
  }
  const receivedMs = timestampOf(answer, 32, sentMs);
  const transmittedMs = timestampOf(answer, 40, sentMs);
  const delayMs = tookMs - (transmittedMs - receivedMs);
  if (transmittedMs < receivedMs || delayMs < -1) throw unknown('times in their order');
  const offsetMs = (receivedMs - sentMs + transmittedMs - (sentMs + tookMs)) / 2;
  return { offsetMs: Math.round(offsetMs), delayMs: Math.max(0, Math.round(delayMs)), stratum };
}

// Seconds since 1900 start again in 2036: the era nearest to our own time is meant.
function timestampOf(answer: Buffer, at: number, nearMs: number): number {
  const seconds = answer.readUInt32BE(at) - EPOCH_SECONDS;
  const fraction = answer.readUInt32BE(at + 4) / ERA_SECONDS;
  const era = Math.round((nearMs / 1000 - seconds) / ERA_SECONDS);
  return (seconds + era * ERA_SECONDS + fraction) * 1000;
}

function unknown(expected: string, cause?: unknown): EvidenceError {
  const message = `time server expected ${expected}`;
  return new EvidenceError('TIME_UNKNOWN', message, cause === undefined ? {} : { cause });
}
