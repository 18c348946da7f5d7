import { utf8, concatBytes } from '#src/core/bytes.ts';
import { writeCanonicalZip } from '#src/pack/canonical-zip.ts';

/** Where `@electron/fuses` finds the fuses in a binary: this text, version 1, their number, one byte each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Electron 45 as it comes: `1` on, `0` off, in the order of its nine fuses. */
const FUSES_AS_THEY_COME = '101100011';

/**
 * A zip that looks like Electron's own for Linux, where that can't be had: a program that only says what
 * it is, with a fuse wire to be set, so that packaging runs to its end and its outcome can be looked at.
 * @param version - e.g. `45.4.1`
 */
export function writeStubZip(version: string): Uint8Array {
  const program = concatBytes(
    utf8(
      `#!/bin/sh\necho "a stand-in for Electron ${version}: it shows the layout and runs nothing"\nexit 1\n#`,
    ),
    utf8(FUSE_SENTINEL),
    Uint8Array.of(1, FUSES_AS_THEY_COME.length),
    utf8(`${FUSES_AS_THEY_COME}\n`),
  );
  return writeCanonicalZip([
    { path: 'electron', bytes: program },
    { path: 'version', bytes: utf8(version) },
    { path: 'LICENSE', bytes: utf8('a stand-in\n') },
    { path: 'resources/default_app.asar', bytes: utf8('a stand-in\n') },
  ]);
}
