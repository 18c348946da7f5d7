import { fromUtf8 } from '#src/core/bytes.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { BAGIT_TEXT, PACK_LIMITS, PACK_PATHS, type AboutV1 } from '#src/pack/format.ts';
import type { Findings } from './finding.ts';
import { fileAt, textAt, type PackFiles } from './pack-files.ts';

const LINE = /^([0-9a-f]{64}) {2}([\x21-\x7e]+)$/;

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

function checkListed(
  files: PackFiles,
  listed: ReadonlyMap<string, Digest>,
  findings: Findings,
): void {
  for (const [path, digest] of listed) {
    if (!files.bytes.has(path)) {
      findings.add('PACK_FILE_MISSING', 'file expected in the pack, got none', path);
    } else if (files.digests.get(path) !== digest) {
      findings.add('PACK_DIGEST_MISMATCH', 'digest of file expected that of the manifest', path);
    }
  }
}

/**
 * Verify the bag: both manifests, every digest, and that no file stands outside them but the seal.
 * @returns nothing; what is wrong goes into `findings`
 */
export async function checkBag(files: PackFiles, findings: Findings): Promise<void> {
  const declaration = textAt(files, PACK_PATHS.bagit);
  if (declaration !== BAGIT_TEXT) {
    const message = 'declaration expected that of BagIt 1.0';
    findings.add('PACK_MANIFEST_MALFORMED', message, PACK_PATHS.bagit);
  }
  const unlisted = new Set(files.bytes.keys());
  for (const path of [PACK_PATHS.manifest, PACK_PATHS.tagManifest]) {
    const listed = await findings.collect(path, () =>
      parseManifest(fileAt(files, path, PACK_LIMITS.textBytes)),
    );
    if (listed === null) continue;
    const payload = path === PACK_PATHS.manifest;
    for (const name of listed.keys()) {
      if (name.startsWith('data/') !== payload) {
        findings.add('PACK_MANIFEST_MALFORMED', 'manifest expected files of its own part', path);
      }
      unlisted.delete(name);
    }
    checkListed(files, listed, findings);
  }
  unlisted.delete(PACK_PATHS.tagManifest);
  unlisted.delete(PACK_PATHS.seal);
  for (const path of unlisted) {
    findings.add('PACK_FILE_UNLISTED', 'file expected in a manifest, got none', path);
  }
}

/** Verify that `bag-info.txt` says what `pack.json` says, and counts what is there. */
export function checkBagInfo(files: PackFiles, about: AboutV1, findings: Findings): void {
  const payload = [...files.bytes].filter(([path]) => path.startsWith('data/'));
  const octets = payload.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const [organisation, identifier, date, oxum, agent, rest, ...more] = (
    textAt(files, PACK_PATHS.bagInfo) ?? ''
  ).split('\n');
  if (oxum !== `Payload-Oxum: ${octets}.${payload.length}`) {
    const message = '"Payload-Oxum" expected that of the payload';
    findings.add('PACK_SIZE_MISMATCH', message, PACK_PATHS.bagInfo);
  }
  const same =
    organisation === `Source-Organization: ${about.school.name}` &&
    identifier === `External-Identifier: ${about.packId}` &&
    date === `Bagging-Date: ${about.createdAt.slice(0, 10)}` &&
    agent === 'Bag-Software-Agent: Countersign' &&
    rest === '' &&
    more.length === 0;
  if (!same) {
    const message = 'bag facts expected those of "pack.json"';
    findings.add('PACK_MANIFEST_MALFORMED', message, PACK_PATHS.bagInfo);
  }
}
