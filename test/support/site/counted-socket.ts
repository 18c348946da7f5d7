import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** Messages as a server counts them: what scripts hear as one, bytes of the payload. */
export interface Counted {
  readonly path: string;
  sent: number;
  sentBytes: number;
  received: number;
  receivedBytes: number;
}

const MESSAGES: readonly (string | Uint8Array)[] = [
  'hello',
  'Möwe über dem Teich – 水',
  new Uint8Array(300).fill(7),
  'x'.repeat(70_000),
  '',
];

/**
 * Takes web sockets and counts. Each gets five messages (text, text beyond ASCII, binary, a long one, an
 * empty one) and a ping, which is none.
 */
export class CountedSockets {
  readonly counted: Counted[] = [];

  /** For `startSite`'s `upgrade`. */
  readonly accept = (request: IncomingMessage, socket: Duplex): void => {
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1')
      .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    const path = request.url ?? '';
    const count: Counted = { path, sent: 0, sentBytes: 0, received: 0, receivedBytes: 0 };
    this.counted.push(count);
    socket.write(frame(9, Buffer.from('ping')));
    for (const message of MESSAGES) {
      const payload = typeof message === 'string' ? Buffer.from(message) : Buffer.from(message);
      socket.write(frame(typeof message === 'string' ? 1 : 2, payload));
      count.sent += 1;
      count.sentBytes += payload.length;
    }
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      rest = countFrames(Buffer.concat([rest, bytes]), count);
    });
  };
}

function frame(opcode: number, payload: Buffer): Buffer {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | opcode, payload.length])
      : payload.length < 65_536
        ? Buffer.from([0x80 | opcode, 126, payload.length >> 8, payload.length & 255])
        : Buffer.concat([Buffer.from([0x80 | opcode, 127]), longLength(payload.length)]);
  return Buffer.concat([head, payload]);
}

function longLength(length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(length));
  return bytes;
}

// Whole messages only, as small ones come; what is not whole yet is given back.
function countFrames(bytes: Buffer, count: Counted): Buffer {
  let at = 0;
  while (bytes.length >= at + 2) {
    const opcode = (bytes[at] ?? 0) & 15;
    const short = (bytes[at + 1] ?? 0) & 127;
    const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (bytes.length < at + 2 + extra) break;
    const length =
      extra === 0
        ? short
        : extra === 2
          ? bytes.readUInt16BE(at + 2)
          : Number(bytes.readBigUInt64BE(at + 2));
    const end = at + 2 + extra + 4 + length;
    if (bytes.length < end) break;
    if (opcode === 1 || opcode === 2) {
      count.received += 1;
      count.receivedBytes += length;
    }
    at = end;
  }
  return bytes.subarray(at);
}
