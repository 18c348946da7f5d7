import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { JsonValue } from '#src/core/canonical-json.ts';
import { ed25519PublicKey, newEd25519Seed } from '#src/crypto/ed25519.ts';
import { computerSignerName, sittingSignerName } from '#src/ledger/origin.ts';
import type { DelegationFacts } from '#src/ledger/verifier.ts';
import { editEntry, run, sql, type Sample } from './sample-vault.ts';
import { signerOf } from './school.ts';
import type { TestVault } from './support.ts';

/** How a damage is done. */
export type Act = (sample: Sample) => void;

/** Run one statement; what its question marks stand for is taken from the sample. */
export function statement(
  text: string,
  values: (sample: Sample) => readonly unknown[] = () => [],
): Act {
  return (sample) => {
    run(sample.vault, text, ...values(sample));
  };
}

/** Set one field of an entry, its bytes canonical again. */
export function field(
  index: number,
  name: string,
  value: JsonValue | ((sample: Sample) => JsonValue),
): Act {
  return (sample) => {
    editEntry(sample.vault, index, (entry) => {
      entry[name] = typeof value === 'function' ? value(sample) : value;
    });
  };
}

/** Put another checkpoint beside an entry. */
export function checkpoint(index: number, note: (vault: TestVault) => string): Act {
  return statement(`UPDATE entries SET checkpoint = ? WHERE idx = ${index}`, ({ vault }) => [
    note(vault),
  ]);
}

/** A checkpoint of the right text and key id over a signature by another key. */
export const forgedCheckpoint: Act = ({ vault }) => {
  const bytesOf = (line: string): Buffer =>
    Buffer.from(line.trimEnd().split(' ').at(-1) ?? '', 'base64');
  sql(vault, (database) => {
    const note =
      database.prepare<[], string>('SELECT checkpoint FROM entries WHERE idx = 4').pluck().get() ??
      '';
    const text = note.slice(0, note.indexOf('\n\n') + 1);
    const keyId = bytesOf(note).subarray(0, 4);
    const signature = bytesOf(strangerOf(vault).sign(text)).subarray(4);
    const line = `— ${nameOf(vault)} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;
    database.prepare('UPDATE entries SET checkpoint = ? WHERE idx = 4').run(`${text}\n${line}`);
  });
};

/** Somebody who signs under the computer's name with a key of their own. */
export function strangerOf(vault: TestVault): ReturnType<typeof signerOf> {
  return signerOf(nameOf(vault), newEd25519Seed());
}

function nameOf({ origin, school }: TestVault): string {
  return computerSignerName(origin, school.computerId);
}

/** Put another delegation to the sitting; signed by both people, or by the second alone. */
export function delegation(
  change: Partial<DelegationFacts>,
  by: 'both' | 'second alone' = 'both',
): Act {
  return statement('UPDATE sittings SET delegation = ? WHERE sitting_id = ?', (sample) => {
    const { vault, sittingId, seed } = sample;
    const facts = {
      publicKey: ed25519PublicKey(seed),
      size: 1,
      root: vault.ledger.rootAt(1),
      expiresAt: '2026-11-17T14:00:00.000Z',
      ...change,
    };
    const people = vault.school.people.slice(by === 'both' ? 0 : 1);
    return [vault.school.delegate(vault.origin, sittingId, facts, people), sittingId];
  });
}

/** Put another end to the sitting, over the root of its fourth entry. */
export function end(size: number, cosigned: boolean): Act {
  return statement('UPDATE sittings SET ended_checkpoint = ? WHERE sitting_id = ?', (sample) => {
    const { vault, sittingId, seed } = sample;
    const root = Buffer.from(vault.ledger.rootAt(4)).toString('base64');
    const signer = signerOf(sittingSignerName(vault.origin, sittingId), seed);
    const note = signer.sign(`${vault.origin}\n${size}\n${root}\n`);
    return [cosigned ? vault.school.cosign(vault.origin, note) : note, sittingId];
  });
}

/** Set one column of the first object's row. @param value - as SQL writes it */
export function objectRow(column: string, value: string): Act {
  return statement(`UPDATE objects SET ${column} = ${value} WHERE object_id = ?`, (sample) => [
    sample.objectId,
  ]);
}

/** Overwrite part of the page that an index begins on. */
export const indexDamage: Act = ({ vault }) => {
  const file = join(vault.path, 'vault.sqlite');
  const database = new Database(file);
  const page =
    database
      .prepare<[], number>(
        "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_people_1'",
      )
      .pluck()
      .get() ?? 0;
  database.close();
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(200, 0xee), 0, 200, (page - 1) * 4096);
  closeSync(descriptor);
};
