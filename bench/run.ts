import { benches } from './benches.ts';
import { printVerdicts } from './table.ts';

// One measurement in a process of its own, so that no other's memory or caches are in its figures.
const [name = '', ...flags] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) throw new RangeError(`"${name}" is no measurement`);
const verdicts = await bench.run({ quick: flags.includes('--quick') });
printVerdicts(verdicts);
// What a measurement left open, e.g. a worker, must not keep the next waiting.
process.exit(verdicts.some(({ held }) => held === false) ? 3 : 0);
