import { pathToFileURL } from 'node:url';
import { app } from 'electron';
import { realScheduler, type AppPorts, type ReviewBrowser } from '#src/app/ports.ts';
import { realDocuments } from '#src/app/real-documents.ts';
import { realPacks } from '#src/app/real-packs.ts';
import { captureEngine } from '#src/app/capture-engine.ts';
import { startKeyWorker, type KeyWorker } from '#src/crypto/key-worker.ts';
import { randomBytes } from '#src/crypto/random.ts';
import { networkAsker } from '#src/network/school-network.ts';
import { assertLocalFolder } from '#src/store/location.ts';
import { createStore, isVault, openStore } from '#src/store/store.ts';
import { systemClock } from '#src/store/system-clock.ts';
import { DialogFileSaver } from './file-saver.ts';
import type { Refusals } from './guard/refusals.ts';
import { SafeStorageKeyStore } from './os-key-store.ts';
import type { AppFiles } from './paths.ts';
import { ChromiumPdfPrinter } from './pdf-printer.ts';
import { softwareOf } from './software.ts';
import type { MainWindow } from './windows.ts';

/** What the ports are built from. */
export interface PortsInput {
  readonly files: AppFiles;
  /** Absolute path of the vault folder. */
  readonly vaultPath: string;
  readonly browser: ReviewBrowser;
  readonly refusals: Refusals;
  readonly window: MainWindow;
}

/** Everything the use cases need from outside, with the real parts. */
export function buildPorts(input: PortsInput): AppPorts {
  const software = softwareOf(app);
  const clock = systemClock();
  return {
    vaultPath: input.vaultPath,
    clock,
    random: randomBytes,
    keyWorker: keyWorkerOf(input.files),
    osKeyStore: new SafeStorageKeyStore(process.platform, software.preview),
    browser: input.browser,
    pdf: new ChromiumPdfPrinter(input.refusals, randomBytes),
    saver: new DialogFileSaver(() => input.window.base),
    software,
    scheduler: realScheduler,
    capture: captureEngine(clock),
    network: networkAsker(clock),
    documents: realDocuments,
    packs: realPacks,
    openStore,
    createStore,
    isVault,
    assertLocalFolder,
  };
}

function keyWorkerOf(files: AppFiles): KeyWorker {
  if (files.keyWorker === null) return startKeyWorker();
  return startKeyWorker({ script: pathToFileURL(files.keyWorker) });
}
