import { closeSync, cpSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Countersign } from '#src/app/countersign.ts';
import type { VaultStore } from '#src/ledger/vault-store.ts';
import { memoryPorts } from '#test/app/memory-ports.ts';
import { TestApp } from '#test/app/test-app.ts';
import { inFolder, type Bench } from './bench.ts';
import { median, percentile } from './stats.ts';
import { ms, printTable, ratio, type Verdict } from './table.ts';

/** One stop, milliseconds after the key. */
interface Stop {
  /** The slot's key is overwritten and on the disk: nobody can open an exhibit any more. */
  readonly slotMs: number;
  /** Shares deleted, entry committed, WAL cut, page and keys gone. */
  readonly lockMs: number;
}

/** A vault with exhibits and, apart from it, the files of it that a stop changes. */
interface Filled {
  readonly app: TestApp;
  readonly exhibits: number;
  readonly investigationId: string;
  readonly pristine: string;
  readonly stops: Stop[];
}

const MAX_SHARE = 1.2;
const MAX_MORE_MS = 5;
const MAX_P95_MS = 1000;

/**
 * Time from the STOP key to the durable lock, with few and with many exhibits: `Countersign.stop()` over the
 * real store, vault and cryptography; only the review browser is one in memory.
 */
export const stopBench: Bench = async ({ quick }) => {
  const [few, many, runs] = quick ? [2, 10, 3] : [10, 1000, 30];
  const template = await TestApp.template();
  try {
    return await inFolder(async (folder) => {
      const filled = [
        await fill(template, few, path.join(folder, 'few')),
        await fill(template, many, path.join(folder, 'many')),
      ] as const;
      // In turn, so that whatever else the machine does meets both alike.
      for (let run = 0; run < runs; run++) for (const one of filled) await stopOnce(one);
      for (const { app } of filled) await app.close();
      return report(filled);
    });
  } finally {
    template.ports.remove();
  }
};

function report([few, many]: readonly [Filled, Filled]): readonly Verdict[] {
  const middle = ({ stops }: Filled): number => median(stops.map(({ lockMs }) => lockMs));
  printTable(
    [
      { heading: 'Exhibits' },
      { heading: 'Stops' },
      { heading: 'Slot, median' },
      { heading: 'Lock, median' },
      { heading: 'Lock, 95 %' },
      { heading: 'Slowest' },
      { heading: 'Against few' },
      { heading: 'Limit' },
    ],
    [few, many].map((one) => {
      const locks = one.stops.map(({ lockMs }) => lockMs);
      return [
        ...[String(one.exhibits), String(locks.length)],
        ...[ms(median(one.stops.map(({ slotMs }) => slotMs))), ms(median(locks))],
        ...[ms(percentile(locks, 0.95)), ms(Math.max(...locks))],
        one === few ? null : ratio(middle(many), middle(few)),
        one === few ? `95 % < ${MAX_P95_MS} ms` : `${MAX_SHARE} × or ${MAX_MORE_MS} ms`,
      ];
    }),
  );
  const moreMs = middle(many) - middle(few);
  const worst = Math.max(
    ...[few, many].map(({ stops }) =>
      percentile(
        stops.map(({ lockMs }) => lockMs),
        0.95,
      ),
    ),
  );
  return [
    {
      held: Math.abs(moreMs) <= Math.max(MAX_MORE_MS, (MAX_SHARE - 1) * middle(few)),
      text: `medians with ${few.exhibits} and ${many.exhibits} exhibits differ by ${ms(Math.abs(moreMs))} (at most 20 % or ${MAX_MORE_MS} ms)`,
    },
    { held: worst < MAX_P95_MS, text: `the 95th percentile is ${ms(worst)} (under 1 s)` },
  ];
}

/** A vault with real rows and real, small objects: every exhibit is captured and kept through the channels. */
async function fill(template: TestApp, exhibits: number, pristine: string): Promise<Filled> {
  const app = await TestApp.of(template);
  const startedMs = performance.now();
  const investigationId = await app.toReview();
  await app.visit();
  for (let made = 0; made < exhibits; made++) await app.capture();
  await app.countersign.close();
  for (const part of changing(app)) {
    cpSync(path.join(app.ports.vaultPath, part), path.join(pristine, part), { recursive: true });
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  console.log(`  ${exhibits} exhibits captured and kept in ${seconds} s`);
  return { app, exhibits, investigationId, pristine, stops: [] };
}

/** What a stop changes: the database and the slots. Objects stay as they are. */
function changing(app: TestApp): readonly string[] {
  return readdirSync(app.ports.vaultPath).filter((name) => name !== 'objects' && name !== 'lock');
}

async function stopOnce(filled: Filled): Promise<void> {
  const { app, investigationId, stops } = filled;
  await app.countersign.close();
  restore(filled);
  const marks = { slotMs: 0 };
  app.ports = memoryPorts({ from: app.ports, wrapStore: (store) => noteSlot(store, marks) });
  app.countersign = new Countersign(app.ports);
  await app.countersign.start();
  await app.do('signin.choose', { investigationId });
  await app.signIn();
  await app.do('screen.go', { to: 'review' });
  await app.visit();
  const startedMs = performance.now();
  app.countersign.stop();
  const lockMs = performance.now() - startedMs;
  const { recorded, lockedExhibits } = app.screen('stopped');
  if (!recorded || lockedExhibits.length !== filled.exhibits) {
    throw new Error(`a stop expected to lock ${filled.exhibits} exhibits on record, did not`);
  }
  stops.push({ slotMs: marks.slotMs - startedMs, lockMs });
}

/** Put back what the last stop changed, and have it on the disk before the next is timed. */
function restore({ app, pristine }: Filled): void {
  const { vaultPath } = app.ports;
  for (const part of changing(app)) rmSync(path.join(vaultPath, part), { recursive: true });
  cpSync(pristine, vaultPath, { recursive: true });
  for (const found of readdirSync(pristine, { recursive: true, withFileTypes: true })) {
    if (!found.isFile()) continue;
    const place = path.relative(pristine, path.join(found.parentPath, found.name));
    const file = openSync(path.join(vaultPath, place), 'r+');
    fsyncSync(file);
    closeSync(file);
  }
}

/** The store itself, telling when a slot has been overwritten. */
function noteSlot(store: VaultStore, marks: { slotMs: number }): VaultStore {
  const slots = {
    ...store.slots,
    overwrite(slotId: string): void {
      store.slots.overwrite(slotId);
      marks.slotMs = performance.now();
    },
  };
  return new Proxy(store, {
    get: (target, name): unknown => (name === 'slots' ? slots : Reflect.get(target, name, target)),
  });
}
