import { createSocket } from 'node:dgram';

/** How a time server on loopback answers. */
export interface TimeServerOptions {
  /** Its clock less ours, milliseconds. */
  readonly offsetMs?: number;
  readonly stratum?: number;
  /** 3: it does not know the time itself. */
  readonly leap?: number;
  readonly mode?: number;
  /** How long it holds an answer back, milliseconds; it says so. */
  readonly holdMs?: number;
  readonly silent?: boolean;
  /** First sends an answer to a question nobody asked. */
  readonly straysFirst?: boolean;
}

/** A time server that a test started. */
export interface TimeServer {
  readonly port: number;
  /** Questions as they came. */
  readonly questions: readonly Uint8Array[];
  close(): void;
}

const EPOCH_SECONDS = 2_208_988_800;

/** Start an SNTP server on 127.0.0.1, written from RFC 4330 without the client's code. */
export async function startTimeServer(options: TimeServerOptions = {}): Promise<TimeServer> {
  const { offsetMs = 0, stratum = 2, leap = 0, mode = 4, holdMs = 0 } = options;
  const socket = createSocket('udp4');
  const questions: Uint8Array[] = [];
  socket.on('message', (question, from) => {
    questions.push(new Uint8Array(question));
    if (options.silent === true) return;
    const answer = Buffer.alloc(48);
    answer[0] = (leap << 6) | (4 << 3) | mode;
    answer[1] = stratum;
    question.copy(answer, 24, 40, 48);
    write(answer, 32, Date.now() + offsetMs);
    setTimeout(() => {
      write(answer, 40, Date.now() + offsetMs);
      if (options.straysFirst === true) {
        const stray = Buffer.from(answer);
        stray.fill(9, 24, 32);
        write(stray, 32, 0);
        socket.send(stray, from.port, from.address);
      }
      socket.send(answer, from.port, from.address);
    }, holdMs);
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  return {
    port: socket.address().port,
    questions,
    close() {
      socket.close();
    },
  };
}

function write(packet: Buffer, at: number, ms: number): void {
  const seconds = Math.floor(ms / 1000);
  packet.writeUInt32BE((seconds + EPOCH_SECONDS) % 2 ** 32, at);
  packet.writeUInt32BE(Math.floor(((ms - seconds * 1000) / 1000) * 2 ** 32), at + 4);
}
