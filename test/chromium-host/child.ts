import './register.ts';
import { pathToFileURL } from 'node:url';
import { commands } from './commands.ts';
import { quitBrowsers } from './host.ts';
import { configureHost } from './options.ts';
import type { HostOptions } from './options.ts';
import { fields, isFields, list, number, text } from './values.ts';

/** How the driver starts this process: in the environment, since the program owns the arguments. */
export interface ChildOptions extends Partial<Omit<HostOptions, 'exit'>> {
  /** Absolute path of the program's main file; its exported `start` is called when there is one. */
  readonly entry: string;
}

const options = JSON.parse(process.env['COUNTERSIGN_HOST'] ?? '{}') as ChildOptions;
delete process.env['COUNTERSIGN_HOST'];

let isEnding = false;

configureHost({
  ...options,
  exit: (code) => {
    isEnding = true;
    void quitBrowsers().finally(() => {
      process.exit(code);
    });
  },
});

process.on('message', (message: unknown) => {
  void answer(message);
});
// The driver has gone: nothing may outlive it.
process.on('disconnect', () => process.exit(1));

const main: unknown = await import(pathToFileURL(options.entry).href);
const start = fields({ ...(main as object) })['start'];
if (typeof start === 'function') await (start as () => unknown)();
if (!hasEnded()) process.send?.({ kind: 'started' });

function hasEnded(): boolean {
  return isEnding;
}

async function answer(message: unknown): Promise<void> {
  if (!isFields(message)) return;
  const id = number(message, 'id');
  const run = (commands as unknown as Record<string, (...args: unknown[]) => unknown>)[
    text(message, 'method')
  ];
  try {
    if (run === undefined) throw new Error('no such command');
    process.send?.({ kind: 'answer', id, ok: await run(...list(message, 'args')) });
  } catch (error) {
    process.send?.({
      kind: 'answer',
      id,
      error: error instanceof Error ? error.message : String(error),
    });
  }
}
