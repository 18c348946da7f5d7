import { readFileSync, statSync } from 'node:fs';
import { isDigest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { PACK_LIMITS } from '#src/pack/format.ts';
import type { PackReport } from '#src/verify/report.ts';
import { unreadableReport, verifyPack } from '#src/verify/verify-pack.ts';
import { sentenceOf } from '#src/verify/words.ts';
import { parseArguments } from './arguments.ts';

const EXIT = { valid: 0, findings: 1, unreadable: 2 } as const;

// eslint-disable-next-line no-control-regex -- a pack's own words must not steer the terminal that shows them
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function plain(text: string): string {
  return text.replaceAll(STEERING, '?');
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `\n${title}\n${lines.map((line) => `  - ${plain(line)}\n`).join('')}`;
}

const HEADLINES: Readonly<Record<PackReport['result'], string>> = {
  valid: 'Nothing in this pack has changed since it was signed.',
  findings: 'This pack does not hold. Do not rely on it.',
  unreadable: 'This could not be read as an evidence pack.',
};

const KEEP = 'Keep the file as it is, and ask whoever sent it for another copy.';

/** A report as people read it. */
export function reportText(report: PackReport): string {
  const { facts } = report;
  const about =
    facts === null
      ? []
      : [
          `from ${facts.school}, investigation ${facts.reference}, made ${facts.createdAt}`,
          `for ${facts.recipient}`,
          `seal ${facts.sealDigest ?? 'none'}`,
          `school's fingerprint ${facts.caFingerprint}`,
          ...facts.sealedBy.map(
            ({ name, signedAt }) =>
              `signed by ${name}${signedAt === null ? '' : ` at ${signedAt}`}`,
          ),
          ...(facts.demonstration ? ['DEMONSTRATION: fictional material, not evidence'] : []),
          ...(facts.preview ? ['PREVIEW: made without Electron, not for live evidence'] : []),
        ];
  return [
    `${HEADLINES[report.result]}\n`,
    section('What it says of itself', about),
    section('What is wrong', report.findings.map(sentenceOf)),
    section('What to do', report.result === 'valid' ? [] : [KEEP]),
    section('What is proved', report.proved),
    section('What is not proved', report.notProved),
    section('What was not checked', report.notChecked),
  ].join('');
}

function readPack(file: string): Uint8Array {
  try {
    if (statSync(file).size > PACK_LIMITS.packBytes) {
      throw new EvidenceError('PACK_TOO_LARGE', 'container expected fewer bytes');
    }
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof EvidenceError) throw cause;
    throw new EvidenceError('PACK_NOT_A_PACK', 'file expected to be readable', { cause });
  }
}

async function verifyFile(file: string, caFingerprint: string | null): Promise<PackReport> {
  try {
    return await verifyPack(readPack(file), isDigest(caFingerprint) ? { caFingerprint } : {});
  } catch (error) {
    return unreadableReport(error);
  }
}

/**
 * `countersign verify FILE [--json] [--ca-fingerprint DIGEST]`.
 * @returns exit code: 0 valid, 1 findings, 2 not readable or wrong use
 */
export async function verifyCommand(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args);
  if (parsed === null || (parsed.caFingerprint !== null && !isDigest(parsed.caFingerprint))) {
    process.stderr.write('usage: countersign verify FILE [--json] [--ca-fingerprint sha256:…]\n');
    return 2;
  }
  const report = await verifyFile(parsed.file, parsed.caFingerprint);
  process.stdout.write(parsed.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
  return EXIT[report.result];
}
