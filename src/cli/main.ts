import { fsckCommand } from './fsck.ts';
import { verifyCommand } from './verify.ts';

const USAGE = `countersign verify FILE [--json] [--ca-fingerprint sha256:…]
countersign fsck FOLDER [--json]

verify  check an evidence pack from its bytes alone
fsck    check a vault folder from its bytes, without any passphrase

exit code 0: nothing wrong was found · 1: something was · 2: it could not be read
`;

/** Entry of the command line: one command, its file, its options. */
async function main(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === 'verify') return verifyCommand(rest);
  if (command === 'fsck') return fsckCommand(rest);
  process.stderr.write(USAGE);
  return 2;
}

process.exitCode = await main(process.argv.slice(2));
