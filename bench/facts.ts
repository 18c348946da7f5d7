import os from 'node:os';
import Database from 'better-sqlite3';
import { findBrowser } from '#test/chromium-host/browser-path.ts';
import { printTable } from './table.ts';
import { findTool, versionOf } from './tools.ts';

/** Print the machine and the versions that every figure depends on, and what is missing to compare with. */
export async function printFacts(): Promise<void> {
  const [cpu] = os.cpus();
  const load = os.loadavg().map((value) => value.toFixed(1));
  const age = versionOf(findTool('age'));
  printTable(
    [{ heading: 'Fact' }, { heading: 'Value', align: 'left' }],
    [
      ['Date', new Date().toISOString().slice(0, 16)],
      ['Processor', `${cpu?.model ?? 'unknown'}, ${os.availableParallelism()} cores`],
      ['Memory', `${(os.totalmem() / 1e9).toFixed(0)} GB`],
      ['System', `${os.type()} ${os.release()} ${os.arch()}`],
      ['Load before', `${load.join(' ')} (1, 5, 15 minutes; 0 where the system does not say)`],
      ['Temporary files', os.tmpdir()],
      ['Node', process.versions.node],
      ['SQLite', sqliteVersion()],
      ['Chromium', versionOf(await findBrowser()) ?? 'missing: capture and start can not be run'],
      ['age', age === null ? 'missing: nothing to compare encryption with' : age],
      ['sha256sum', versionOf(findTool('sha256sum')) ?? 'missing: nothing to compare hashing with'],
    ],
  );
}

function sqliteVersion(): string {
  const database = new Database(':memory:');
  try {
    return String(database.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    database.close();
  }
}
