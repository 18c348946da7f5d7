import { fromUtf8, toBase64, utf8 } from '#src/core/bytes.ts';
import { canonicalBytes, type JsonValue } from '#src/core/canonical-json.ts';
import { signCms, type CmsSigner } from '#src/crypto/cms.ts';
import { digestOf } from '#src/crypto/hash.ts';
import { writeCanonicalZip } from '#src/pack/canonical-zip.ts';
import { PACK_PATHS } from '#src/pack/format.ts';

/** Files of a pack under attack. */
export type Files = Map<string, Uint8Array>;

/** Place inside JSON. */
export type Place = readonly (string | number)[];

/** Path → contents, each expected to be there. */
export function at(files: Files, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new RangeError(`${path} expected in the sample`);
  return bytes;
}

/** A value with one place of it changed; undefined takes it away. */
export function changed(
  value: JsonValue,
  [key, ...rest]: Place,
  change: (old: JsonValue) => JsonValue | undefined,
): JsonValue {
  if (key === undefined) return change(value) ?? null;
  if (value === null || typeof value !== 'object') throw new RangeError('no such place');
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    return list.flatMap((one, i) => {
      if (i !== key) return [one];
      if (rest.length > 0) return [changed(one, rest, change)];
      const made = change(one);
      return made === undefined ? [] : [made];
    });
  }
  const found = Object.entries(value as { readonly [name: string]: JsonValue });
  const pairs = found.some(([name]) => name === key) ? found : [...found, [key, null] as const];
  return Object.fromEntries(
    pairs.flatMap(([name, one]) => {
      if (name !== key) return [[name, one]];
      const made = rest.length > 0 ? changed(one, rest, change) : change(one);
      return made === undefined ? [] : [[name, made]];
    }),
  );
}

/** JSON of a file. */
export function jsonAt(files: Files, path: string): JsonValue {
  return JSON.parse(fromUtf8(at(files, path))) as JsonValue;
}

/** The value at a place of JSON. */
export function valueAt(value: JsonValue, place: Place): JsonValue {
  let found: JsonValue = null;
  changed(value, place, (old) => {
    found = old;
    return old;
  });
  return found;
}

/** Change one place of a JSON file. */
export function edit(
  files: Files,
  path: string,
  place: Place,
  change: (old: JsonValue) => JsonValue | undefined,
): void {
  files.set(path, canonicalBytes(changed(jsonAt(files, path), place, change)));
}

/** Lines of the ledger. */
export function linesOf(files: Files): JsonValue[] {
  return fromUtf8(at(files, PACK_PATHS.entries))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JsonValue);
}

/** Write the ledger's lines, with the counts and the head that belong to them. */
export function setLines(files: Files, lines: readonly JsonValue[]): void {
  const text = lines.map((line) => `${fromUtf8(canonicalBytes(line))}\n`).join('');
  files.set(PACK_PATHS.entries, utf8(text));
  const withheld = lines.filter((line) => valueAt(line, ['disclosed']) === null).length;
  edit(files, PACK_PATHS.about, ['ledger', 'entries'], () => lines.length);
  edit(files, PACK_PATHS.about, ['ledger', 'withheld'], () => withheld);
  const last = lines.at(-1);
  if (last === undefined) return;
  files.set(PACK_PATHS.checkpoint, utf8(String(valueAt(last, ['checkpoint']))));
}

/** Make a file what `pack.json` says of it too. */
export function setFile(files: Files, path: string, bytes: Uint8Array): void {
  files.set(path, bytes);
  const about = jsonAt(files, PACK_PATHS.about);
  const update = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map(update);
    if (value === null || typeof value !== 'object') return value;
    const fields = value as { readonly [name: string]: JsonValue };
    const renewed = Object.fromEntries(
      Object.entries(fields).map(([name, one]) => [name, update(one)]),
    );
    return fields['path'] === path
      ? { ...renewed, sizeBytes: bytes.length, digest: digestOf(bytes) }
      : renewed;
  };
  files.set(PACK_PATHS.about, canonicalBytes(update(about)));
}

/** The container anew, canonical. */
export function zip(files: Files): Uint8Array {
  return writeCanonicalZip([...files].map(([path, bytes]) => ({ path, bytes })));
}

function manifest(files: Files, wanted: (path: string) => boolean): Uint8Array {
  const lines = [...files.keys()]
    .filter(wanted)
    .toSorted()
    .map((path) => `${digestOf(at(files, path)).slice('sha256:'.length)}  ${path}\n`);
  return utf8(lines.join(''));
}

/** Both manifests and the payload's size anew: nothing of that needs a key. */
export function remanifest(files: Files): Files {
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  const octets = payload.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const info = fromUtf8(at(files, PACK_PATHS.bagInfo));
  const oxum = `Payload-Oxum: ${octets}.${payload.length}`;
  files.set(PACK_PATHS.bagInfo, utf8(info.replace(/^Payload-Oxum: .*$/m, oxum)));
  files.set(
    PACK_PATHS.manifest,
    manifest(files, (path) => path.startsWith('data/')),
  );
  const unlisted: readonly string[] = [PACK_PATHS.tagManifest, PACK_PATHS.seal];
  files.set(
    PACK_PATHS.tagManifest,
    manifest(files, (path) => !path.startsWith('data/') && !unlisted.includes(path)),
  );
  return files;
}

/** DER of the CA certificate in a pack. */
export function caOf(files: Files): Uint8Array {
  const pem = fromUtf8(at(files, PACK_PATHS.ca));
  return new Uint8Array(Buffer.from(pem.replaceAll(/-----[A-Z ]+-----|\n/g, ''), 'base64'));
}

/**
 * Everything anew that these signers can make anew: manifests, seal, container. With the DSL's and the
 * headteacher's own keys this is the strongest attacker that a pack can have.
 */
export async function reseal(files: Files, signers: readonly CmsSigner[]): Promise<Uint8Array> {
  remanifest(files);
  const createdAt = valueAt(jsonAt(files, PACK_PATHS.about), ['createdAt']);
  const content = at(files, PACK_PATHS.tagManifest);
  const seal = await signCms(content, signers, caOf(files), { signedAt: String(createdAt) });
  files.set(PACK_PATHS.seal, seal);
  return zip(files);
}

/** PEM of a certificate as packs carry it. */
export function pem(der: Uint8Array): Uint8Array {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return utf8(`-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`);
}
