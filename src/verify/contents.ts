import { PACK_PATHS, type AboutExhibitFile, type AboutV1 } from '#src/pack/format.ts';
import type { PackFiles } from './bag.ts';
import { digestOf } from './digest.ts';
import type { Findings } from './finding.ts';
import type { LedgerFacts } from './ledger.ts';

async function checkFile(
  files: PackFiles,
  file: AboutExhibitFile,
  findings: Findings,
): Promise<void> {
  const bytes = files.get(file.path);
  if (bytes === undefined) {
    findings.add('PACK_FILE_MISSING', 'file expected in the pack, got none', file.path);
  } else if (bytes.length !== file.sizeBytes) {
    findings.add('PACK_SIZE_MISMATCH', `"sizeBytes" expected ${file.sizeBytes}`, file.path);
  } else if ((await digestOf(bytes)) !== file.digest) {
    findings.add('PACK_DIGEST_MISMATCH', '"digest" expected that of the file', file.path);
  }
}

/** Every payload file must be one that `pack.json` accounts for. */
function checkAccounted(files: PackFiles, about: AboutV1, findings: Findings): void {
  const known = new Set<string>([
    ...[PACK_PATHS.about, PACK_PATHS.entries, PACK_PATHS.sittings, PACK_PATHS.checkpoint],
    ...about.records.flatMap(({ form, manifest, signature }) => [form, manifest, signature]),
    ...about.exhibits.flatMap((exhibit) => exhibit.files.map(({ path }) => path)),
    ...about.documents.map(({ path }) => path),
  ]);
  for (const path of files.keys()) {
    if (path.startsWith('data/') && !known.has(path)) {
      findings.add('PACK_FILE_UNLISTED', 'file expected in "pack.json", got none', path);
    }
  }
}

/**
 * Verify that every file is what `pack.json` says, and that the ledger recorded each exhibit's files
 * when the exhibit was kept.
 */
export async function checkContents(
  files: PackFiles,
  about: AboutV1,
  ledger: LedgerFacts | null,
  findings: Findings,
): Promise<void> {
  checkAccounted(files, about, findings);
  for (const file of [...about.documents, ...about.exhibits.flatMap((one) => one.files)]) {
    await checkFile(files, file, findings);
  }
  if (ledger === null) return;
  for (const exhibit of about.exhibits) {
    const recorded = ledger.objectDigests.get(exhibit.entryIndex) ?? new Set();
    for (const { digest, path } of exhibit.files) {
      if (!recorded.has(digest)) {
        const message = 'exhibit expected an entry that recorded its digest, got none';
        findings.add('PACK_EXHIBIT_UNPROVED', message, path);
      }
    }
  }
}
