import type { Bench } from './bench.ts';

/** A measurement by its name: what its heading says, and how it is run. Loaded only when it is. */
export const benches: Readonly<Record<string, { readonly title: string; readonly run: Bench }>> = {
  stop: {
    title: 'Stop: from the key to the durable lock',
    run: async (options) => (await import('./stop.ts')).stopBench(options),
  },
  ledger: {
    title: 'Ledger: entries a second, each signed and durable before the next',
    run: async (options) => (await import('./ledger.ts')).ledgerBench(options),
  },
  crypto: {
    title: 'Crypto: hashing, encrypting and storing an object, and reading it back',
    run: async (options) => (await import('./crypto.ts')).cryptoBench(options),
  },
  capture: {
    title:
      "Capture: the demo's feed page, 1280 × 13,000 px with 20 lazy pictures; and growth with height",
    run: async (options) => (await import('./capture.ts')).captureBench(options),
  },
  signin: {
    title: 'Sign-in: two people, scrypt 2^18, through the worker',
    run: async (options) => (await import('./sign-in.ts')).signInBench(options),
  },
  start: {
    title: 'Start: from the process to the first screen, on the Chromium host',
    run: async (options) => (await import('./start.ts')).startBench(options),
  },
};
