import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromBase64, fromHex, utf8 } from '#src/core/bytes.ts';
import { parseVerifierKey, verifyNote } from '#src/crypto/note.ts';
import { parseCheckpoint } from '#src/ledger/checkpoint.ts';
import { verifyDisclosure } from '#src/ledger/disclosure.ts';
import { itWithTool } from '../support/tools.ts';
import { workedExample } from './example.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/spec/ledger.md'), 'utf8');
/** Fenced text blocks of the worked example, in order. */
const BLOCKS = [...DOCUMENT.matchAll(/```text\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const COMMANDS = /```sh\n([\s\S]*?)```/.exec(DOCUMENT)?.[1] ?? '';

describe('workedExample', () => {
  it('stands in docs/spec/ledger.md byte for byte', () => {
    const values = workedExample();
    const of = (label: string): string => values.get(label) ?? '';
    expect(BLOCKS).toEqual([
      `${of('payload 0')}\n${of('salt 0')}\n${of('entry 0')}\n`,
      `${of('payload 1')}\n${of('salt 1')}\n${of('entry 1')}\n`,
      `${of('leaf 0')}\n${of('leaf 1')}\n${of('root')}\n`,
      `${of('inclusion proof of entry 0')}\n`,
      `${of('verifier key')}\n`,
      of('checkpoint'),
    ]);
  });

  it('verifies from the document alone', () => {
    const [first = '', , , proof = '', key = '', note = ''] = BLOCKS;
    const [payload = '', salt = '', entry = ''] = first.split('\n');
    const { text } = verifyNote(note, [parseVerifierKey(key.trim())]);
    const disclosure = {
      ...{ entryBytes: utf8(entry), size: 2, proof: [fromBase64(proof.trim())] },
      ...{ salt: fromHex(salt), payloadBytes: utf8(payload) },
    };
    expect(verifyDisclosure(disclosure, parseCheckpoint(text)).payload).toEqual({
      reason: 'Report by a parent',
      v: 1,
    });
  });

  itWithTool('sha256sum', 'comes out of the printed commands without our code', () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-example-'));
    try {
      for (const index of [0, 1])
        writeFileSync(join(folder, `entry${index}`), BLOCKS[index]?.split('\n')[2] ?? '');
      // Where xxd is missing, Node stands in for it: it only turns digits into bytes.
      const stand = `xxd() { '${process.execPath}' -e 'process.stdout.write(Buffer.from(require("fs").readFileSync(0, "utf8"), "hex"))'; }\n`;
      const out = execFileSync('bash', ['-c', stand + COMMANDS], { cwd: folder, encoding: 'utf8' });
      const values = workedExample();
      expect(out.match(/[0-9a-f]{64}/g)).toEqual(
        ['commitment 0', 'leaf 0', 'leaf 1', 'root'].map((label) => values.get(label)),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
