import { isEvidenceError } from '#src/core/errors.ts';
import { fsckReport, type Finding, type FsckCounts } from '#src/ledger/fsck.ts';
import { openForFsck } from '#src/store/store.ts';
import { systemClock } from '#src/store/system-clock.ts';
import { checkVault } from '#src/vault/fsck-vault.ts';
import { parseArguments } from './arguments.ts';

/** What `countersign fsck` prints with `--json`. */
interface FsckResult {
  readonly result: 'clean' | 'findings' | 'unreadable';
  readonly findings: readonly Finding[];
  readonly counts: FsckCounts | null;
}

const EXIT = { clean: 0, findings: 1, unreadable: 2 } as const;

const HEADLINES: Readonly<Record<FsckResult['result'], string>> = {
  clean: 'Nothing wrong was found.',
  findings: 'Something is wrong with this vault.',
  unreadable: 'This could not be read as a vault.',
};

function textOf({ result, findings, counts }: FsckResult): string {
  const lines = findings.map(({ code, where, message }) => `  - ${where}: ${message} (${code})`);
  const looked =
    counts === null
      ? []
      : [
          `Looked at: ${counts.ledgers} ledgers, ${counts.entries} entries and as many checkpoints, ${counts.objects} object files, ${counts.slots} lock slots.`,
          `Not checked: the content of ${counts.payloadsNotChecked} entries, which takes people's passphrases.`,
        ];
  return `${[HEADLINES[result], ...lines, ...looked].join('\n')}\n`;
}

async function fsckFolder(folder: string): Promise<FsckResult> {
  try {
    const reader = openForFsck(folder, { holder: `countersign fsck, process ${process.pid}` });
    try {
      const vault = await checkVault(reader, systemClock().now());
      const report = await fsckReport(reader, { verifier: vault.verifier });
      const findings = [...vault.findings, ...report.findings];
      const result = findings.length === 0 ? 'clean' : 'findings';
      return { result, findings, counts: report.counts };
    } finally {
      reader.close();
    }
  } catch (error) {
    if (!isEvidenceError(error)) throw error;
    const finding = { code: error.code, message: error.message, where: 'vault' };
    return { result: 'unreadable', findings: [finding], counts: null };
  }
}

/**
 * `countersign fsck FOLDER [--json]`: verify a vault from its bytes, without any passphrase.
 * @returns exit code: 0 clean, 1 findings, 2 not readable or wrong use
 */
export async function fsckCommand(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args);
  if (parsed === null || parsed.caFingerprint !== null) {
    process.stderr.write('usage: countersign fsck FOLDER [--json]\n');
    return 2;
  }
  const result = await fsckFolder(parsed.file);
  process.stdout.write(parsed.json ? `${JSON.stringify(result, null, 2)}\n` : textOf(result));
  return EXIT[result.result];
}
