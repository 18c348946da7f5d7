import { concatBytes, equalBytes, fromHex, fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import type { Digest } from '#src/core/digest.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { PACK_PATHS, type AboutV1 } from '#src/pack/format.ts';
import type { KnownKeys } from './certificates.ts';
import { sha256 } from './digest.ts';
import type { Findings } from './finding.ts';
import { readLines, type PackLine } from './ledger-lines.ts';
import { leafHash, rootsOf } from './merkle.ts';
import { noteText } from './note.ts';
import { fileAt, type PackFiles } from './pack-files.ts';
import { readSittings, type PackSitting } from './sittings.ts';
import { checkSigners } from './signers.ts';

/** An entry whose payload is disclosed and matches its commitment. */
export interface DisclosedEntry {
  readonly index: number;
  readonly kind: string;
  readonly recordedAt: string;
  /** Null outside sittings. */
  readonly sitting: string | null;
  readonly payload: JsonValue;
  /** Digests of the objects that it accounts for. */
  readonly objects: ReadonlySet<Digest>;
}

/** What later checks need of a ledger that was read. */
export interface LedgerFacts {
  /** Text of every checkpoint: the heads that this ledger has had. */
  readonly heads: ReadonlySet<string>;
  /** In order. */
  readonly disclosed: readonly DisclosedEntry[];
  /** Every entry, whether or not its payload is here, in order. */
  readonly lines: readonly PackLine[];
  /** Those that both people signed for, by id. */
  readonly sittings: ReadonlyMap<string, PackSitting>;
}

const DOMAIN = utf8('countersign/commitment/v1\n');

function invalid(expected: string): EvidenceError {
  return new EvidenceError('PACK_LEDGER_INVALID', `ledger expected ${expected}`);
}

/** @returns the entry with its payload; null where that is withheld */
async function checkCommitment(line: PackLine): Promise<DisclosedEntry | null> {
  if (line.disclosed === null) return null;
  const { salt, payload } = line.disclosed;
  const hash = await sha256(concatBytes(DOMAIN, fromHex(salt), canonicalBytes(payload)));
  if (!equalBytes(hash, fromHex(line.commitment))) {
    throw new EvidenceError(
      'LEDGER_COMMITMENT_MISMATCH',
      '"commitment" expected that of the payload',
    );
  }
  const { index, kind, recordedAt, sitting } = line;
  return { index, kind, recordedAt, sitting, payload, objects: new Set(line.objects) };
}

function checkRoot(line: PackLine, origin: string, root: Uint8Array): string {
  const text = noteText(line.checkpoint);
  if (text !== `${origin}\n${line.index + 1}\n${toBase64(root)}\n`) {
    throw new EvidenceError('LEDGER_ROOT_MISMATCH', 'checkpoint expected the head of its tree');
  }
  return text;
}

/** The head stands in a file of its own too, byte for byte that of the last entry. */
function checkHead(files: PackFiles, lines: readonly PackLine[]): void {
  if (fromUtf8(fileAt(files, PACK_PATHS.checkpoint)) === lines.at(-1)?.checkpoint) return;
  throw invalid('the last entry’s checkpoint as its head');
}

function checkCounts(lines: readonly PackLine[], about: AboutV1, findings: Findings): void {
  const withheld = lines.filter(({ disclosed }) => disclosed === null).length;
  if (withheld !== about.ledger.withheld) {
    findings.add('PACK_LEDGER_INVALID', `"withheld" expected ${withheld}`, PACK_PATHS.about);
  }
  const { investigationId } = about.investigation;
  if (!about.ledger.origin.endsWith(`/investigation/${investigationId}`)) {
    const message = '"origin" expected the ledger of the investigation';
    findings.add('PACK_LEDGER_INVALID', message, PACK_PATHS.about);
  }
}

/**
 * Verify the whole ledger from its lines: order, tree, every checkpoint and who signed it, the
 * sittings that both reviewers signed for, and every payload that is disclosed.
 * @returns null where it can't be read at all
 */
export async function checkLedger(
  files: PackFiles,
  about: AboutV1,
  keys: KnownKeys,
  findings: Findings,
): Promise<LedgerFacts | null> {
  const where = PACK_PATHS.entries;
  const lines = await findings.collect(where, () => readLines(files, about), 'PACK_LEDGER_INVALID');
  if (lines === null) return null;
  const { origin } = about.ledger;
  const roots = await rootsOf(await Promise.all(lines.map(({ bytes }) => leafHash(bytes))));
  const sittings = await readSittings({ files, origin, keys, roots, lines, findings });
  const heads = new Set<string>();
  const disclosed: DisclosedEntry[] = [];
  for (const line of lines) {
    const place = `ledger entry ${line.index}`;
    const root = roots[line.index + 1] ?? new Uint8Array();
    const text = await findings.collect(place, () => checkRoot(line, origin, root));
    if (text !== null) heads.add(text);
    await findings.collect(place, () => checkSigners(line, origin, keys, sittings));
    const entry = await findings.collect(place, () => checkCommitment(line));
    if (entry !== null) disclosed.push(entry);
  }
  const head = PACK_PATHS.checkpoint;
  await findings.collect(head, () => {
    checkHead(files, lines);
  });
  checkCounts(lines, about, findings);
  return { heads, disclosed, lines, sittings };
}
