import { cpSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Packages with native parts: never bundled, copied into the app with what they need at run time. */
export const EXTERNAL_PACKAGES: readonly string[] = ['better-sqlite3', 'sharp'];

/** Dependencies that are only needed where a package is compiled, which ours never are. */
const BUILD_ONLY = new Set(['node-addon-api']);

/** What of a package is left out; the rest is small. */
const LEFT_OUT: Readonly<Record<string, RegExp>> = {
  'better-sqlite3': /^(?:build|deps|src|binding\.gyp|README\.md)(?:\/|$)/u,
  sharp: /^(?:install|src|README\.md)(?:\/|$)/u,
};

/** What nobody needs at run time, in any package. */
const NEVER_WANTED = /\.(?:h|map|[cm]?ts)$/u;

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * The external packages and everything they need at run time on one platform.
 * @param root - folder that holds `node_modules`
 * @param platform - as `process.platform`, of the packaged app
 * @param arch - as `process.arch`, of the packaged app
 * @returns package names, sorted, each once
 */
export function externalClosure(root: string, platform: string, arch: string): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name) || BUILD_ONLY.has(name)) return;
    found.add(name);
    const manifest = manifestOf(root, name);
    for (const next of Object.keys(manifest?.dependencies ?? {})) visit(next);
    // One native package for each platform and libc; only what fits was installed.
    for (const next of Object.keys(manifest?.optionalDependencies ?? {})) {
      if (next.endsWith(`-${platform}-${arch}`) && manifestOf(root, next) !== null) visit(next);
    }
  };
  for (const name of EXTERNAL_PACKAGES) visit(name);
  return [...found].sort();
}

/**
 * Copy the external packages beside the bundle, without sources and without other platforms' binaries.
 * @param root - folder that holds `node_modules`
 * @param target - folder of the app that is being packaged
 */
export function copyExternals(root: string, target: string, platform: string, arch: string): void {
  for (const name of externalClosure(root, platform, arch)) {
    const from = path.join(root, 'node_modules', name);
    cpSync(from, path.join(target, 'node_modules', name), {
      recursive: true,
      dereference: true,
      filter: (source) =>
        isWanted(name, path.relative(from, source).split(path.sep).join('/'), platform, arch),
    });
  }
}

function isWanted(name: string, file: string, platform: string, arch: string): boolean {
  if (file.startsWith('node_modules') || NEVER_WANTED.test(file)) return false;
  if (LEFT_OUT[name]?.test(file) === true) return false;
  if (!file.startsWith('prebuilds/')) return true;
  return file === `prebuilds/${platform}-${arch}.node`;
}

function manifestOf(root: string, name: string): Manifest | null {
  const file = path.join(root, 'node_modules', name, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest) : null;
}
