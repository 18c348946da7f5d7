import { createSocket } from 'node:dgram';

/** How a time server on loopback answers. */
export interface TimeServerOptions {
  /** Its clock less ours, milliseconds. */
  readonly offsetMs?: number;
  readonly stratum?: number;
  /** 3: it does not know the time itself. */
  readonly leap?: number;
  readonly mode?: number;
  readonly version?: number;
  /** What stands where a reference is named: four characters, as a kiss of death says why. */
  readonly kiss?: string;
  /** Its own way to its source of time, and what its clock may have drifted, milliseconds. */
  readonly rootDelayMs?: number;
  readonly rootDispersionMs?: number;
  /** How long each answer is on its way back, milliseconds, the last for all that follow; it does not say so. */
  readonly wayBackMs?: readonly number[];
  /** How long it holds an answer back, milliseconds; it says so. */
  readonly holdMs?: number;
  readonly silent?: boolean;
  /** First sends an answer to a question nobody asked. */
  readonly straysFirst?: boolean;
  /** Sends nothing else: it has not seen the question. */
  readonly straysOnly?: boolean;
  /** It knows no time. */
  readonly timeless?: boolean;
  /** Answers no question after these. */
  readonly answers?: number;
}

/** A time server that a test started. */
export interface TimeServer {
  readonly port: number;
  /** Questions as they came. */
  readonly questions: readonly Uint8Array[];
  close(): void;
}

const EPOCH_SECONDS = 2_208_988_800;

/** Start an SNTP server on 127.0.0.1, written from RFC 5905 without the client's code. */
export async function startTimeServer(options: TimeServerOptions = {}): Promise<TimeServer> {
  const { offsetMs = 0, stratum = 2, leap = 0, mode = 4, version = 4, holdMs = 0 } = options;
  const { rootDelayMs = 0, rootDispersionMs = 0, wayBackMs = [], answers = Infinity } = options;
  const socket = createSocket('udp4');
  const questions: Uint8Array[] = [];
  let isOpen = true;
  socket.on('message', (question, from) => {
    questions.push(new Uint8Array(question));
    if (options.silent === true || questions.length > answers) return;
    const backMs = wayBackMs[questions.length - 1] ?? wayBackMs.at(-1) ?? 0;
    const answer = Buffer.alloc(48);
    answer[0] = (leap << 6) | (version << 3) | mode;
    answer[1] = stratum;
    answer.writeUInt32BE(Math.round((rootDelayMs / 1000) * 65_536), 4);
    answer.writeUInt32BE(Math.round((rootDispersionMs / 1000) * 65_536), 8);
    answer.write(options.kiss ?? '', 12, 4, 'latin1');
    question.copy(answer, 24, 40, 48);
    if (options.timeless !== true) write(answer, 32, Date.now() + offsetMs);
    setTimeout(() => {
      if (options.timeless !== true) write(answer, 40, Date.now() + offsetMs);
      if (options.straysFirst === true || options.straysOnly === true) {
        const stray = Buffer.from(answer);
        stray.fill(9, 24, 32);
        write(stray, 32, 0);
        socket.send(stray, from.port, from.address);
      }
      if (options.straysOnly === true) return;
      setTimeout(() => {
        if (isOpen) socket.send(answer, from.port, from.address);
      }, backMs);
    }, holdMs);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  return {
    port: socket.address().port,
    questions,
    close() {
      isOpen = false;
      socket.close();
    },
  };
}

function write(packet: Buffer, at: number, ms: number): void {
  const seconds = Math.floor(ms / 1000);
  packet.writeUInt32BE((seconds + EPOCH_SECONDS) % 2 ** 32, at);
  packet.writeUInt32BE(Math.floor(((ms - seconds * 1000) / 1000) * 2 ** 32), at + 4);
}
