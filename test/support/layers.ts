import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** What one folder may import of ours; the longest matching folder decides. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/core': [],
  'src/crypto': ['src/core'],
  'src/crypto/verify': ['src/core'],
  'src/ledger': ['src/core', 'src/crypto'],
  // References are values like ids; nothing else of an exhibit is any concern of the rules.
  'src/investigation': ['src/core', 'src/exhibit/exhibit-ref'],
  // A capture hashes what it takes and reads servers' certificates; no key ever comes near it.
  'src/capture': ['src/core', 'src/crypto/hash', 'src/crypto/server-certificate'],
  'src/exhibit': ['src/core', 'src/ledger'],
  'src/form': ['src/core', 'src/exhibit', 'src/investigation'],
  'src/report': ['src/core', 'src/exhibit', 'src/investigation'],
  'src/pack': ['src/core', 'src/crypto', 'src/ledger', 'src/exhibit', 'src/form'],
  'src/verify': ['src/core', 'src/crypto/verify', 'src/pack/format'],
  'src/vault': ['src/core', 'src/crypto', 'src/ledger'],
  'src/store': ['src/core', 'src/crypto', 'src/ledger', 'src/vault'],
  // Asks the school's own servers; what it learns are values of the core.
  'src/network': ['src/core', 'src/crypto/random'],
  'src/app': ['src'],
  'src/contract': ['src/core'],
  'src/cli': ['src'],
  electron: ['src'],
  renderer: ['src/contract', 'src/core'],
};

/** Packages and built-in modules that only the named folders may import. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  electron: ['electron'],
  react: ['renderer'],
  'react-dom': ['renderer'],
  'better-sqlite3': ['src/store'],
  sharp: ['src/capture'],
  diff: ['src/capture'],
  zod: ['src/contract', 'src/app', 'src/capture'],
  'age-encryption': ['src/crypto'],
  'shamir-secret-sharing': ['src/crypto'],
  '@peculiar/x509': ['src/crypto'],
  pkijs: ['src/crypto'],
  asn1js: ['src/crypto'],
  'node:crypto': ['src/crypto'],
  'node:dgram': ['src/network'],
  'node:dns': ['src/network'],
  'node:dns/promises': ['src/network'],
  'node:http': ['src/network'],
  'node:https': ['src/network'],
  'node:net': ['src/network'],
  'node:tls': ['src/network'],
  'node:fs': ['src/store', 'src/cli', 'electron'],
  'node:fs/promises': ['src/store', 'src/cli', 'electron'],
};

/** Folders that must run where there is no Node. */
const WITHOUT_NODE = ['renderer', 'src/contract', 'src/core', 'src/verify', 'src/crypto/verify'];

/** One import that points where it may not. */
export interface LayerViolation {
  readonly file: string;
  readonly specifier: string;
  readonly why: string;
}

function isWithin(file: string, folder: string): boolean {
  return file === folder || file === `${folder}.ts` || file.startsWith(`${folder}/`);
}

function layerOf(file: string): string | undefined {
  return Object.keys(MAY_IMPORT)
    .filter((folder) => isWithin(file, folder))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** Specifiers of every static, re-exporting and dynamic import of a module. */
function importsOf(file: string, source: string): string[] {
  const { module, errors } = parseSync(file, source);
  const [first] = errors;
  if (first !== undefined) throw new Error(`${file}: ${first.message}`);
  const found = [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) =>
      one.entries.flatMap((entry) =>
        entry.moduleRequest === null ? [] : [entry.moduleRequest.value],
      ),
    ),
    ...module.dynamicImports.flatMap((one) => {
      const text = source.slice(one.moduleRequest.start, one.moduleRequest.end);
      return /^(['"`]).*\1$/su.test(text) ? [text.slice(1, -1)] : [];
    }),
  ];
  return [...new Set(found)];
}

function resolveOwn(file: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  return null;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function whyNot(file: string, layer: string, specifier: string): string | null {
  const own = resolveOwn(file, specifier);
  if (own !== null) {
    const allowed = [layer, ...(MAY_IMPORT[layer] ?? [])];
    // The longest layer decides, so that `src/crypto/verify` can't reach its own parent.
    const target = layerOf(own) ?? own;
    const fits =
      allowed.some((folder) => isWithin(own, folder)) &&
      !(layer === 'src/crypto/verify' && target === 'src/crypto');
    return fits ? null : `${layer} may not import ${target}`;
  }
  const name = packageOf(specifier);
  if (name.startsWith('node:') && WITHOUT_NODE.some((folder) => isWithin(file, folder))) {
    return `${layer} must run without Node`;
  }
  const only = ONLY_IN[name];
  if (only !== undefined && !only.some((folder) => isWithin(file, folder))) {
    return `${name} belongs in ${only.join(', ')} only`;
  }
  return null;
}

/**
 * Every import of the product's own files that the layer table forbids.
 * @param files - path from the repository's root with `/`, and source text; files outside the table are skipped
 */
export function layerViolations(files: ReadonlyMap<string, string>): LayerViolation[] {
  const violations: LayerViolation[] = [];
  for (const [file, source] of files) {
    const layer = layerOf(file);
    if (layer === undefined) continue;
    for (const specifier of importsOf(file, source)) {
      const why = whyNot(file, layer, specifier);
      if (why !== null) violations.push({ file, specifier, why });
    }
  }
  return violations;
}
