import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toHex } from '#src/core/bytes.ts';
import { openCaKey } from '#src/vault/ca-key.ts';
import { verifyPack } from '#src/verify/verify-pack.ts';
import { makePack, type TestPack } from '#test/support/pack.ts';

const here = fileURLToPath(new URL('../samples', import.meta.url));

/** A sample that was released must never be made anew: refuse to overwrite one. */
function newFolder(name: string): string {
  const folder = join(here, name);
  if (existsSync(folder)) throw new Error(`${folder} expected to be absent: samples stay for ever`);
  mkdirSync(folder);
  return folder;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Private keys of the fictional people and their CA: tests sign forgeries and renewals with them. */
async function keysOf({ people, input, school }: TestPack): Promise<unknown> {
  const [, , dsl, head] = people;
  if (dsl === undefined || head === undefined) throw new RangeError('four people expected');
  return {
    note: 'Keys of fictional people, made for this sample alone.',
    caFingerprint: input.caFingerprint,
    caPkcs8: toHex(await openCaKey(school.vault, [dsl, head])),
    people: people.map(({ person, keys }) => ({
      personId: person.personId,
      name: person.name,
      roles: person.roles,
      p256Pkcs8: toHex(keys.p256Pkcs8),
      ed25519Seed: toHex(keys.ed25519Seed),
    })),
  };
}

async function writePack(folder: string, name: string, pack: TestPack): Promise<void> {
  const { bytes } = pack.built;
  const caFingerprint = pack.input.caFingerprint;
  writeFileSync(join(folder, `${name}.zip`), bytes);
  // The words of a report may get better; what it comes to may not change.
  const { result, findings, facts } = await verifyPack(bytes, { caFingerprint });
  writeFileSync(join(folder, `${name}.report.json`), json({ result, findings, facts }));
  writeFileSync(join(folder, `${name}.keys.json`), json(await keysOf(pack)));
}

const packs = newFolder('pack-v1');
const small = await makePack({ small: true });
await writePack(packs, 'small', small);
await small.school.close();

const full = await makePack();
await writePack(packs, 'pack', full);
const vault = newFolder('vault-v1');
full.school.store.close();
cpSync(full.school.path, join(vault, 'vault'), { recursive: true });
const passphrases = ['RJT', 'IMS', 'DAP', 'HE', 'CS', 'NF'].map((initials) => ({
  initials,
  passphrase: full.school.passphrase(initials),
}));
const note = 'Passphrases of fictional people, made for this sample alone.';
writeFileSync(join(vault, 'passphrases.json'), json({ note, passphrases }));
rmSync(join(vault, 'vault', 'lock'), { force: true });
await full.school.close();
