import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AppView } from '#src/contract/views.ts';
import { readCanonicalZip } from '#src/verify/read-zip.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { CUSTODIANS, PEOPLE } from './people.ts';
import type { FirstOutcome, StoppedOutcome } from './story.ts';

/** What the demo knows when it is over. */
export interface DemoResult {
  /** `demo-out`. */
  readonly out: string;
  /** Path of the pack. */
  readonly pack: string;
  readonly first: FirstOutcome;
  readonly stopped: StoppedOutcome;
  /** The last view of the app. */
  readonly view: AppView;
  readonly milliseconds: number;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function passphrases(): string {
  const lines = Object.values(PEOPLE).map(
    ({ name, position, passphrase, code }) =>
      `${name}, ${position}: ${passphrase}${code === '' ? '' : ` (sitting code ${code})`}`,
  );
  return `${[
    'DEMONSTRATION. These people are fictional, and so is every word of this vault.',
    '',
    ...lines,
    '',
    `Custodians: ${CUSTODIANS.map(({ name }) => name).join(', ')}. Their recovery sheets are on no disk.`,
  ].join('\n')}\n`;
}

function latestRecord(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const [latest] = [...files.keys()]
    .filter((name) => /^data\/records\/version-\d+\/record-of-review\.pdf$/.test(name))
    .toSorted()
    .toReversed();
  const bytes = latest === undefined ? undefined : files.get(latest);
  if (bytes === undefined) throw new Error('the pack holds no record of review');
  return bytes;
}

/** Write `summary.json`, `locked.json`, the documents out of the pack, and the fictional passphrases. */
export async function writeOutputs(result: DemoResult): Promise<void> {
  const { out, pack, first, stopped, view, milliseconds } = result;
  const bytes = readFileSync(pack);
  const files = readCanonicalZip(bytes);
  const report = await verifyPack(bytes);
  const about: unknown = JSON.parse(new TextDecoder().decode(files.get('data/pack.json')));
  const write = (name: string, content: string | Uint8Array): void => {
    writeFileSync(path.join(out, name), content);
  };
  write('record.pdf', latestRecord(files));
  for (const name of ['screenshot-sheet', 'how-this-was-captured', 'technical-report'])
    write(`${name}.pdf`, files.get(`data/documents/${name}.pdf`) ?? '');
  write('locked.json', json(stopped));
  write(path.join('vault', 'passphrases.txt'), passphrases());
  write(
    'summary.json',
    json({
      demonstration: true,
      tookMs: Math.round(milliseconds),
      version: view.version,
      school: view.schoolName,
      investigation: first,
      stopped: { ...stopped, lockedExhibits: stopped.lockedExhibits.length },
      pack: { sizeBytes: bytes.length, result: report.result, facts: report.facts, about },
      files: [...files].map(([name, content]) => ({ path: name, sizeBytes: content.length })),
    }),
  );
}
