import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benches } from './benches.ts';
import { printFacts } from './facts.ts';

const USAGE = `usage: npm run bench [-- NAME …] [--quick] [--strict]
  NAME      ${Object.keys(benches).join(', ')}; all without one
  --quick   a few small runs to see that everything works; its figures mean nothing
  --strict  end with 1 when a limit was missed`;

const RUN = fileURLToPath(new URL('run.ts', import.meta.url));
const LIMIT_MISSED = 3;

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));

async function main(): Promise<number> {
  const strangers = [
    ...names.filter((name) => !Object.hasOwn(benches, name)),
    ...flags.filter((flag) => flag !== '--quick' && flag !== '--strict'),
  ];
  if (strangers.length > 0) {
    console.error(`unknown: ${strangers.join(', ')}\n${USAGE}`);
    return 2;
  }
  console.log('Machine\n');
  await printFacts();
  const chosen = names.length === 0 ? Object.keys(benches) : names;
  const codes = chosen.map((name) => measure(name));
  const failed = chosen.filter((_, place) => ![0, LIMIT_MISSED].includes(codes[place] ?? 1));
  const missed = chosen.filter((_, place) => codes[place] === LIMIT_MISSED);
  console.log(
    `\nFailed: ${failed.join(', ') || 'none'}. Limits missed: ${missed.join(', ') || 'none'}.`,
  );
  return failed.length > 0 || (missed.length > 0 && flags.includes('--strict')) ? 1 : 0;
}

function measure(name: string): number {
  console.log(`\n${benches[name]?.title ?? name}\n`);
  const { status } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', RUN, name, ...flags],
    { stdio: 'inherit' },
  );
  return status ?? 1;
}

process.exitCode = await main();
