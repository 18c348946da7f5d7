import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
/** x */
export function floodSocket(request: IncomingMessage, socket: Duplex): void {
  const key = request.headers['sec-websocket-key'] ?? '';
  const accept = createHash('sha1')
    .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  const frame = Buffer.concat([Buffer.from([0x81, 5]), Buffer.from('flood')]);
  const timer = setInterval(() => socket.write(Buffer.concat(Array<Buffer>(50).fill(frame))), 10);
  socket.on('close', () => {
    clearInterval(timer);
  });
}
