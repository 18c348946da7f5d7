import { fromUtf8 } from '#src/core/bytes.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { BAGIT_TEXT, PACK_LIMITS, PACK_PATHS } from '#src/pack/format.ts';
import { digestOf } from './digest.ts';
import type { Findings } from './finding.ts';

/** A pack's files by path. */
export type PackFiles = ReadonlyMap<string, Uint8Array>;

const LINE = /^([0-9a-f]{64}) {2}([\x21-\x7e]+)$/;
const OXUM = /^Payload-Oxum: ([0-9]+)\.([0-9]+)$/m;

/** The file at a path. @throws {EvidenceError} PACK_FILE_MISSING - there is none; PACK_TOO_LARGE - over its limit */
export function fileAt(
  files: PackFiles,
  path: string,
  maxBytes: number = PACK_LIMITS.textBytes,
): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) {
    throw new EvidenceError('PACK_FILE_MISSING', 'file expected in the pack, got none');
  }
  if (bytes.length > maxBytes) {
    throw new EvidenceError('PACK_TOO_LARGE', `file expected at most ${maxBytes} bytes`);
  }
  return bytes;
}

function malformed(expected: string): EvidenceError {
  return new EvidenceError('PACK_MANIFEST_MALFORMED', `manifest expected ${expected}`);
}

/** Read a manifest of `sha256sum`'s form. @throws {EvidenceError} PACK_MANIFEST_MALFORMED - any other */
function parseManifest(bytes: Uint8Array): Map<string, Digest> {
  let text: string;
  try {
    text = fromUtf8(bytes);
  } catch (cause) {
    throw new EvidenceError('PACK_MANIFEST_MALFORMED', 'manifest expected UTF-8', { cause });
  }
  if (!text.endsWith('\n')) throw malformed('to end with a line feed');
  const listed = new Map<string, Digest>();
  let before = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, hex, path] = LINE.exec(line) ?? [];
    if (hex === undefined || path === undefined)
      throw malformed('a digest, two spaces and a path a line');
    if (path <= before) throw malformed('paths sorted, each once');
    before = path;
    listed.set(path, `sha256:${hex}`);
  }
  return listed;
}

async function checkListed(
  files: PackFiles,
  listed: ReadonlyMap<string, Digest>,
  findings: Findings,
): Promise<void> {
  for (const [path, digest] of listed) {
    const bytes = files.get(path);
    if (bytes === undefined) {
      findings.add('PACK_FILE_MISSING', 'file expected in the pack, got none', path);
    } else if ((await digestOf(bytes)) !== digest) {
      findings.add('PACK_DIGEST_MISMATCH', 'digest of file expected that of the manifest', path);
    }
  }
}

function checkOxum(files: PackFiles, findings: Findings): void {
  const text = new TextDecoder().decode(files.get(PACK_PATHS.bagInfo));
  const [, octets, count] = OXUM.exec(text) ?? [];
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  const size = payload.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  if (octets !== String(size) || count !== String(payload.length)) {
    findings.add(
      'PACK_SIZE_MISMATCH',
      '"Payload-Oxum" expected that of the payload',
      PACK_PATHS.bagInfo,
    );
  }
}

/**
 * Verify the bag: both manifests, every digest, and that no file stands outside them but the seal.
 * @returns nothing; what is wrong goes into `findings`
 */
export async function checkBag(files: PackFiles, findings: Findings): Promise<void> {
  if (new TextDecoder().decode(files.get(PACK_PATHS.bagit)) !== BAGIT_TEXT) {
    findings.add(
      'PACK_MANIFEST_MALFORMED',
      'declaration expected that of BagIt 1.0',
      PACK_PATHS.bagit,
    );
  }
  const unlisted = new Set(files.keys());
  for (const path of [PACK_PATHS.manifest, PACK_PATHS.tagManifest]) {
    const listed = await findings.collect(path, () => parseManifest(fileAt(files, path)));
    if (listed === null) continue;
    const payload = path === PACK_PATHS.manifest;
    for (const name of listed.keys()) {
      if (name.startsWith('data/') !== payload) {
        findings.add('PACK_MANIFEST_MALFORMED', 'manifest expected files of its own part', path);
      }
      unlisted.delete(name);
    }
    await checkListed(files, listed, findings);
  }
  unlisted.delete(PACK_PATHS.tagManifest);
  unlisted.delete(PACK_PATHS.seal);
  for (const path of unlisted) {
    findings.add('PACK_FILE_UNLISTED', 'file expected in a manifest, got none', path);
  }
  checkOxum(files, findings);
}
