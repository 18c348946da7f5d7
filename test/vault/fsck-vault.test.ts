import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { canonicalBytes, parseCanonical } from '#src/core/canonical-json.ts';
import type { EvidenceErrorCode } from '#src/core/errors.ts';
import { fsckReport, type Finding } from '#src/ledger/fsck.ts';
import { openForFsck } from '#src/store/store.ts';
import { checkVault } from '#src/vault/fsck-vault.ts';
import { changed, type Place } from '#test/support/tamper.ts';
import { copyVault, type VaultCopy } from '#test/support/sample-vault.ts';

const NOW = '2026-12-01T00:00:00.000Z';
const copies: VaultCopy[] = [];

afterEach(() => {
  for (const copy of copies.splice(0)) copy.remove();
});

function vault(): VaultCopy {
  const copy = copyVault();
  copies.push(copy);
  return copy;
}

/** Everything that `countersign fsck` finds, in this process. */
async function findings(copy: VaultCopy, now = NOW): Promise<readonly Finding[]> {
  const reader = openForFsck(copy.folder, { holder: 'test' });
  try {
    const check = await checkVault(reader, now);
    const report = await fsckReport(reader, { verifier: check.verifier });
    return [...check.findings, ...report.findings];
  } finally {
    reader.close();
  }
}

/** Change one place of a JSON column. */
function editJson(copy: VaultCopy, table: string, column: string, place: Place, to: string): void {
  const bytes = copy.value(`SELECT ${column} FROM ${table} LIMIT 1`);
  if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes expected');
  const value = changed(parseCanonical(new Uint8Array(bytes)), place, () => to);
  copy.sql(
    `UPDATE ${table} SET ${column} = ? WHERE rowid = (SELECT rowid FROM ${table} LIMIT 1)`,
    Buffer.from(canonicalBytes(value)),
  );
}

function firstOf(copy: VaultCopy, under: string): string {
  const [first] = copy.files(under);
  if (first === undefined) throw new RangeError('a file expected');
  return first;
}

type Damage = readonly [
  name: string,
  code: EvidenceErrorCode,
  where: RegExp,
  damage: (copy: VaultCopy) => void,
];

const LAST = "origin LIKE '%/investigation/%' AND idx = 6";

const DAMAGES: readonly Damage[] = [
  [
    'an entry’s bytes',
    'LEDGER_ENTRY_MALFORMED',
    /entry 6$/,
    (copy) => {
      copy.sql(`UPDATE entries SET bytes = x'00' WHERE ${LAST}`);
    },
  ],
  [
    'an entry taken out',
    'LEDGER_INDEX_GAP',
    /entry 7$/,
    (copy) => {
      copy.sql(`DELETE FROM entries WHERE ${LAST}`);
    },
  ],
  [
    'the last entries taken out',
    'LEDGER_ROLLED_BACK',
    /sitting /,
    (copy) => {
      copy.sql("DELETE FROM entries WHERE origin LIKE '%/investigation/%' AND idx > 6");
    },
  ],
  [
    'a checkpoint of another entry',
    'LEDGER_CHECKPOINT_INVALID',
    /entry 6$/,
    (copy) => {
      copy.sql(
        `UPDATE entries SET checkpoint = (SELECT checkpoint FROM entries e WHERE e.origin = entries.origin AND e.idx = 7) WHERE ${LAST}`,
      );
    },
  ],
  [
    'a checkpoint’s signature',
    'SIGNATURE_INVALID',
    /entry 6$/,
    (copy) => {
      const note = String(copy.value(`SELECT checkpoint FROM entries WHERE ${LAST}`));
      const at = note.length - 20;
      const letter = note[at] === 'A' ? 'B' : 'A';
      copy.sql(
        `UPDATE entries SET checkpoint = ? WHERE ${LAST}`,
        note.slice(0, at) + letter + note.slice(at + 1),
      );
    },
  ],
  [
    'a delegation',
    'SIGNATURE_INVALID',
    /sitting /,
    (copy) => {
      const bytes = copy.value(
        "SELECT delegation FROM sittings WHERE origin LIKE '%/investigation/%' LIMIT 1",
      );
      const text = Buffer.from(bytes as Uint8Array)
        .toString()
        .replace('"size":', '"size":1');
      copy.sql(
        "UPDATE sittings SET delegation = ? WHERE origin LIKE '%/investigation/%'",
        Buffer.from(text),
      );
    },
  ],
  [
    'a sitting taken out',
    'LEDGER_SITTING_UNKNOWN',
    /entry \d+$/,
    (copy) => {
      copy.sql("DELETE FROM sittings WHERE origin LIKE '%/investigation/%'");
    },
  ],
  [
    'a data key taken out',
    'LEDGER_DATA_KEY_MISSING',
    /entry \d+$/,
    (copy) => {
      copy.sql("DELETE FROM data_keys WHERE origin LIKE '%/investigation/%'");
    },
  ],
  [
    'an object file changed',
    'OBJECT_DAMAGED',
    /^object /,
    (copy) => {
      const file = firstOf(copy, 'objects');
      const bytes = readFileSync(file);
      bytes.writeUInt8(bytes.readUInt8(100) ^ 1, 100);
      writeFileSync(file, bytes);
    },
  ],
  [
    'an object file cut',
    'OBJECT_DAMAGED',
    /^object /,
    (copy) => {
      truncateSync(firstOf(copy, 'objects'), 100);
    },
  ],
  [
    'an object file gone',
    'OBJECT_MISSING',
    /^object /,
    (copy) => {
      rmSync(firstOf(copy, 'objects'));
    },
  ],
  [
    'a file among the objects',
    'OBJECT_STRAY',
    /^objects$/,
    (copy) => {
      writeFileSync(path.join(copy.folder, 'objects', 'evil.txt'), 'x');
    },
  ],
  [
    'an object’s row changed',
    'OBJECT_DAMAGED',
    /^object /,
    (copy) => {
      copy.sql(
        'UPDATE objects SET file_bytes = 1 WHERE rowid = (SELECT rowid FROM objects LIMIT 1)',
      );
    },
  ],
  [
    'a slot gone',
    'VAULT_SLOT_MISSING',
    /^slot /,
    (copy) => {
      rmSync(firstOf(copy, 'slots'));
    },
  ],
  [
    'a slot cut',
    'VAULT_SLOT_DAMAGED',
    /^slot /,
    (copy) => {
      truncateSync(firstOf(copy, 'slots'), 10);
    },
  ],
  [
    'a slot more',
    'VAULT_SLOT_STRAY',
    /^slot /,
    (copy) => {
      const file = firstOf(copy, 'slots');
      writeFileSync(path.join(path.dirname(file), 'a'.repeat(26)), readFileSync(file));
    },
  ],
  [
    'the settings’ signed words',
    'SIGNATURE_INVALID',
    /^settings$/,
    (copy) => {
      const bytes = copy.value("SELECT value FROM kv WHERE key = 'settings'");
      const text = Buffer.from(bytes as Uint8Array)
        .toString()
        .replace('Nowhere High', 'Elsewhere Hi');
      copy.sql("UPDATE kv SET value = ? WHERE key = 'settings'", Buffer.from(text));
    },
  ],
  [
    'the settings gone',
    'VAULT_NOT_SET_UP',
    /^settings$/,
    (copy) => {
      copy.sql("DELETE FROM kv WHERE key = 'settings'");
    },
  ],
  [
    'settings that are none',
    'STORE_DAMAGED',
    /^settings$/,
    (copy) => {
      copy.sql("UPDATE kv SET value = x'00' WHERE key = 'settings'");
    },
  ],
  [
    'a person’s name',
    'VAULT_RECIPIENT_SWAPPED',
    /^person /,
    (copy) => {
      editJson(copy, 'people', 'public_record', ['name'], 'Somebody Else');
    },
  ],
  [
    'a person’s position, which the settings vouch for',
    'VAULT_RECIPIENT_SWAPPED',
    /^settings$/,
    (copy) => {
      editJson(copy, 'people', 'public_record', ['position'], 'Head of Everything');
    },
  ],
  [
    'a person’s certificate',
    'CERTIFICATE_INVALID',
    /^person /,
    (copy) => {
      copy.sql(
        "UPDATE people SET certificate = x'3000' WHERE rowid = (SELECT rowid FROM people LIMIT 1)",
      );
    },
  ],
  [
    'a person gone',
    'VAULT_RECIPIENT_SWAPPED',
    /^settings$/,
    (copy) => {
      copy.sql('DELETE FROM people WHERE rowid = (SELECT rowid FROM people LIMIT 1)');
    },
  ],
  [
    'an investigation’s reference',
    'VAULT_RECIPIENT_SWAPPED',
    /^investigation /,
    (copy) => {
      copy.sql("UPDATE investigations SET reference = 'NHS-2026-999'");
    },
  ],
  [
    'an investigation’s state',
    'STORE_DAMAGED',
    /^investigation /,
    (copy) => {
      copy.sql("UPDATE investigations SET state = 'lost'");
    },
  ],
  [
    'a table more',
    'STORE_DAMAGED',
    /^database$/,
    (copy) => {
      copy.sql('CREATE TABLE evil (x)');
    },
  ],
];

describe('checkVault', () => {
  it('finds nothing in a sound vault', async () => {
    expect(await findings(vault())).toEqual([]);
  });

  it.each(DAMAGES)('with fsckReport, finds %s (%s)', async (_name, code, where, damage) => {
    const copy = vault();
    damage(copy);
    const found = await findings(copy);
    expect(found).toContainEqual({
      ...{ code, message: expect.any(String) as string },
      where: expect.stringMatching(where) as string,
    });
    for (const { message } of found) expect(message).toMatch(/^[a-z"].*[^.]$/);
  });

  it('believes nobody’s signature when the settings do not hold', async () => {
    const copy = vault();
    copy.sql("DELETE FROM kv WHERE key = 'settings'");
    const found = await findings(copy);
    expect(found.filter(({ code }) => code === 'SIGNER_UNKNOWN').length).toBeGreaterThan(10);
  });

  it('finds certificates that have run out since', async () => {
    const found = await findings(vault(), '2099-01-01T00:00:00.000Z');
    expect(found.some(({ code }) => code === 'CERTIFICATE_EXPIRED')).toBe(true);
  });

  it('goes on where pages of the database are damaged', async () => {
    const copy = vault();
    const file = path.join(copy.folder, 'vault.sqlite');
    const bytes = readFileSync(file);
    bytes.fill(0x55, 4096 * 20, 4096 * 24);
    writeFileSync(file, bytes);
    const found = await findings(copy);
    expect(found.some(({ code, where }) => code === 'STORE_DAMAGED' && where === 'database')).toBe(
      true,
    );
  });

  it('makes no folder anew that is gone', async () => {
    const copy = vault();
    rmSync(path.join(copy.folder, 'slots'), { recursive: true });
    const found = await findings(copy);
    expect(found.some(({ code }) => code === 'VAULT_SLOT_MISSING')).toBe(true);
    expect(existsSync(path.join(copy.folder, 'slots'))).toBe(false);
    mkdirSync(path.join(copy.folder, 'slots'));
  });
});
