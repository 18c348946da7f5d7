import { brotliCompress, constants, createDeflate, crc32, gzip, zstdCompress } from 'node:zlib';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { SiteHandler } from '#scripts/demo-site/server.ts';
import { START } from './page.ts';

/** What a bomb of HTML becomes, bytes: far more than the memory that a page may take, once it is a document. */
const INFLATED_BYTES = 96 * 1024 * 1024;
const IMAGE_SIDE = 65_535;

/** Compressions that bombs come in. */
export type Compression = 'gzip' | 'br' | 'zstd';

const made = new Map<string, Promise<Buffer>>();

function madeOnce(name: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const known = made.get(name) ?? make();
  made.set(name, known);
  return known;
}

/** A page of a few kilobytes that inflates to {@link INFLATED_BYTES} of elements. */
export function htmlBomb(compression: Compression): SiteHandler {
  return async (_request, response) => {
    const body = await madeOnce(compression, () => compressed(compression));
    response
      .writeHead(200, { 'content-type': 'text/html', 'content-encoding': compression })
      .end(body);
  };
}

async function compressed(compression: Compression): Promise<Buffer> {
  const whole = Buffer.concat([Buffer.from(START), Buffer.alloc(INFLATED_BYTES, '<b>x</b>')]);
  if (compression === 'gzip') return await promisify(gzip)(whole, { level: 1 });
  if (compression === 'zstd') return await promisify(zstdCompress)(whole);
  return await promisify(brotliCompress)(whole, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
  });
}

/** A PNG of 65,535 × 65,535 points, all of one colour: 17 GB once decoded. */
export const imageBomb: SiteHandler = async (_request, response) => {
  const body = await madeOnce('image', makeImage);
  response.writeHead(200, { 'content-type': 'image/png' }).end(body);
};

async function makeImage(): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(IMAGE_SIDE, 0);
  header.writeUInt32BE(IMAGE_SIDE, 4);
  // One bit a point, grey.
  header.set([1, 0, 0, 0, 0], 8);
  const deflate = createDeflate({ level: 1 });
  const chunks: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => chunks.push(chunk));
  const rows = Buffer.alloc((1 + Math.ceil(IMAGE_SIDE / 8)) * 1024);
  for (let row = 0; row < IMAGE_SIDE; row += 1024) {
    const some = rows.subarray(0, (rows.length / 1024) * Math.min(1024, IMAGE_SIDE - row));
    if (!deflate.write(some)) await once(deflate, 'drain');
  }
  deflate.end();
  await once(deflate, 'end');
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.concat(chunks)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}
