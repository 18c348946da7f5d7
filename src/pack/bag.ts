import { utf8 } from '#src/core/bytes.ts';
import { digestOf } from '#src/crypto/hash.ts';
import type { PackFile } from './canonical-zip.ts';
import { BAGIT_TEXT, PACK_PATHS } from './format.ts';

/** What `bag-info.txt` says, beside the numbers that are counted. */
export interface BagInfo {
  readonly schoolName: string;
  readonly packId: string;
  readonly createdAt: string;
}

/** `sha256sum`'s own form: digest, two spaces, path; sorted by path. */
function manifestOf(files: readonly PackFile[]): Uint8Array {
  return utf8(
    files
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ path, bytes }) => `${digestOf(bytes).slice('sha256:'.length)}  ${path}\n`)
      .join(''),
  );
}

function bagInfo(info: BagInfo, payload: readonly PackFile[]): Uint8Array {
  const octets = payload.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const lines = [
    `Source-Organization: ${info.schoolName}`,
    `External-Identifier: ${info.packId}`,
    `Bagging-Date: ${info.createdAt.slice(0, 10)}`,
    `Payload-Oxum: ${octets}.${payload.length}`,
    'Bag-Software-Agent: Countersign',
  ];
  return utf8(`${lines.join('\n')}\n`);
}

/**
 * Make a BagIt 1.0 bag of payload and tag files: the declaration, the facts, and both manifests.
 * @param payload - files below `data/`
 * @param tags - further tag files, e.g. README and certificates
 * @returns every file of the bag, and the tag manifest, whose digest is the seal digest
 * @see docs/spec/pack.md, section 3
 */
export function makeBag(
  payload: readonly PackFile[],
  tags: readonly PackFile[],
  info: BagInfo,
): { readonly files: readonly PackFile[]; readonly tagManifest: Uint8Array } {
  const listed = [
    { path: PACK_PATHS.bagit, bytes: utf8(BAGIT_TEXT) },
    { path: PACK_PATHS.bagInfo, bytes: bagInfo(info, payload) },
    { path: PACK_PATHS.manifest, bytes: manifestOf(payload) },
    ...tags,
  ];
  const tagManifest = manifestOf(listed);
  return {
    files: [...payload, ...listed, { path: PACK_PATHS.tagManifest, bytes: tagManifest }],
    tagManifest,
  };
}
