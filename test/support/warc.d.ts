declare module 'warc' {
  import type { Transform } from 'node:stream';
  /** Takes an uncompressed WARC, gives `{ protocol, headers, content }` for each record. */
  const WARCStream: new () => Transform;
  export default WARCStream;
}
