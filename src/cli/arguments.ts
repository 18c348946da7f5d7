/** A command's file and options. */
export interface Arguments {
  readonly file: string;
  readonly json: boolean;
  /** As given after `--ca-fingerprint`; null where it was not. */
  readonly caFingerprint: string | null;
}

/**
 * Read the arguments of a command.
 * @param args - what follows the command; behind `--` everything is a file
 * @returns null where there is not exactly one file, or an option is unknown or lacks its value
 */
export function parseArguments(args: readonly string[]): Arguments | null {
  const files: string[] = [];
  let json = false;
  let caFingerprint: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] ?? '';
    if (argument === '--') {
      files.push(...args.slice(i + 1));
      break;
    }
    if (argument === '--json') json = true;
    else if (argument === '--ca-fingerprint') {
      caFingerprint = args[++i] ?? null;
      if (caFingerprint === null || caFingerprint.startsWith('-')) return null;
    } else if (argument.startsWith('-')) return null;
    else files.push(argument);
  }
  const [file, ...more] = files;
  return file === undefined || more.length > 0 ? null : { file, json, caFingerprint };
}
