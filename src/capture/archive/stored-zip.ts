import { crc32 } from 'node:zlib';
import { concatBytes, utf8 } from '#src/core/bytes.ts';

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980: the earliest that the format can say. */
const DATE = 0x0021;
const MAX_OFFSET = 0xffff_fff0;

/**
 * A ZIP that is written from front to back: every file is stored as it is, with size and checksum in front,
 * so that no byte has to be changed afterwards. Below 4 GiB in all.
 */
export class StoredZip {
  readonly #central: Uint8Array[] = [];
  #offset = 0;

  /** The bytes of one file. Call it once for each, in the order they are written. @param path - ASCII, `/` between folders */
  file(path: string, bytes: Uint8Array): Uint8Array {
    const name = utf8(path);
    const crc = crc32(bytes);
    const local = new DataView(new ArrayBuffer(LOCAL_BYTES));
    local.setUint32(0, 0x04034b50, true);
    common(local, 4, crc, bytes.length, name.length);
    const central = new DataView(new ArrayBuffer(CENTRAL_BYTES));
    central.setUint32(0, 0x02014b50, true);
    central.setUint16(4, VERSION, true);
    common(central, 6, crc, bytes.length, name.length);
    central.setUint32(42, this.#offset, true);
    this.#central.push(concatBytes(new Uint8Array(central.buffer), name));
    const whole = concatBytes(new Uint8Array(local.buffer), name, bytes);
    this.#offset += whole.length;
    if (this.#offset > MAX_OFFSET) throw new RangeError('"archive" expected less than 4 GiB');
    return whole;
  }

  /** The directory; the last bytes. */
  end(): Uint8Array {
    const directory = concatBytes(...this.#central);
    const end = new DataView(new ArrayBuffer(END_BYTES));
    end.setUint32(0, 0x06054b50, true);
    end.setUint16(8, this.#central.length, true);
    end.setUint16(10, this.#central.length, true);
    end.setUint32(12, directory.length, true);
    end.setUint32(16, this.#offset, true);
    return concatBytes(directory, new Uint8Array(end.buffer));
  }
}

/** The fields that both headers share, from "version needed" to "name length". */
function common(view: DataView, at: number, crc: number, size: number, nameLength: number): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, UTF8_NAMES, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, nameLength, true);
}
