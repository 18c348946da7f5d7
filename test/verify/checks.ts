import { parseAbout } from '#src/verify/about.ts';
import { checkCertificates, type KnownKeys } from '#src/verify/certificates.ts';
import { Findings, type PackFinding } from '#src/verify/finding.ts';
import { checkLedger, type LedgerFacts } from '#src/verify/ledger.ts';
import { hashFiles, type PackFiles } from '#src/verify/pack-files.ts';
import type { AboutV1 } from '#src/pack/format.ts';
import { at, type Files } from '#test/support/tamper.ts';

/** What the single checks of a pack are given. */
export interface Checked {
  readonly files: PackFiles;
  readonly about: AboutV1;
  readonly keys: KnownKeys;
  readonly ledger: LedgerFacts;
  readonly findings: Findings;
}

/** A sample's files as `verifyPack` hands them to its checks, with no finding so far. */
export async function checked(files: Files): Promise<Checked> {
  const packFiles = await hashFiles(files);
  const about = parseAbout(at(files, 'data/pack.json'));
  const before = new Findings();
  const keys = await checkCertificates(packFiles, about, before);
  if (keys === null) throw new RangeError('certificates expected to hold');
  const ledger = await checkLedger(packFiles, about, keys, before);
  if (ledger === null) throw new RangeError('a ledger expected');
  return { files: packFiles, about, keys, ledger, findings: new Findings() };
}

/** Codes and places of findings. */
export function summary(list: readonly PackFinding[]): string[] {
  return list.map(({ code, where }) => `${code} at ${where}`);
}
