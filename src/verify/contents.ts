import { PACK_PATHS, type AboutExhibitFile, type AboutV1 } from '#src/pack/format.ts';
import type { Findings } from './finding.ts';
import type { PackFiles } from './pack-files.ts';

function checkFile(files: PackFiles, file: AboutExhibitFile, findings: Findings): void {
  const bytes = files.bytes.get(file.path);
  if (bytes === undefined) {
    findings.add('PACK_FILE_MISSING', 'file expected in the pack, got none', file.path);
  } else if (bytes.length !== file.sizeBytes) {
    findings.add('PACK_SIZE_MISMATCH', `"sizeBytes" expected ${bytes.length}`, file.path);
  } else if (files.digests.get(file.path) !== file.digest) {
    findings.add('PACK_DIGEST_MISMATCH', '"digest" expected that of the file', file.path);
  }
}

/**
 * Verify that every payload file is one that `pack.json` accounts for, once, and that each is of the
 * size and digest that it says.
 */
export function checkContents(files: PackFiles, about: AboutV1, findings: Findings): void {
  const described = [...about.documents, ...about.exhibits.flatMap((one) => one.files)];
  for (const file of described) checkFile(files, file, findings);
  const named = [
    ...[PACK_PATHS.about, PACK_PATHS.entries, PACK_PATHS.sittings, PACK_PATHS.checkpoint],
    PACK_PATHS.exhibits,
    ...about.records.flatMap(({ form, manifest, signature }) => [form, manifest, signature]),
    ...described.map(({ path }) => path),
  ];
  const known = new Set<string>();
  for (const path of named) {
    if (known.has(path)) findings.add('PACK_MANIFEST_MALFORMED', 'file expected named once', path);
    known.add(path);
  }
  for (const path of files.bytes.keys()) {
    if (path.startsWith('data/') && !known.has(path)) {
      findings.add('PACK_FILE_UNLISTED', 'file expected in "pack.json", got none', path);
    }
  }
}
