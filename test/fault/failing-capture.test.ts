import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EvidenceError } from '#src/core/errors.ts';
import { nodeFileSystem } from '#src/store/node-file-system.ts';
import { storeError } from '#src/store/store-error.ts';
import type { TestApp } from '#test/app/test-app.ts';
import { failingFileSystem } from './failing-file-system.ts';
import { findingsOf, headsOf, lostOf, type Head } from './main-job.ts';
import { atFolder, setUpVault, type AtFolder, type AtFolderOptions } from './main-job-app.ts';
import { STAGE } from './workload.ts';

const EXPECTED = { ENOSPC: 'STORE_DISK_FULL', EIO: 'STORE_IO_FAILED' } as const;
type Errno = keyof typeof EXPECTED;

let template: TestApp;
let investigationId = '';

beforeAll(async () => {
  template = await setUpVault();
  const { app } = await open(template.ports.vaultPath);
  await app.signIn();
  investigationId = await app.create();
  await app.countersign.close();
}, 120_000);
afterAll(async () => {
  template.ports.remove();
  await template.ports.realWorker.close();
});

function open(path: string, options: AtFolderOptions = {}): Promise<AtFolder> {
  return atFolder(path, template.ids, { keyWorker: template.ports.realWorker, ...options });
}

/** Sign in and open a page that both want to capture. */
async function toCapture(app: TestApp): Promise<void> {
  await app.do('signin.choose', { investigationId });
  await app.signIn();
  await app.do('screen.go', { to: 'review' });
  await app.visit();
}

/** Capture and keep. @returns the code of what failed; null when the exhibit is kept */
async function capture(app: TestApp): Promise<string | null> {
  try {
    await app.agree('capture');
    const judged = () => {
      const { notice, screen } = app.countersign.view();
      return { notice, check: screen.kind === 'review' ? screen.check : null };
    };
    await app.until(
      () => judged().notice !== null || judged().check !== null,
      'the capture or its failure',
    );
    const { notice, check } = judged();
    if (check === null) return notice?.code ?? 'none';
    await app.do('capture.accept', { captureId: check.captureId, answers: [] });
    return null;
  } catch (error) {
    if (error instanceof EvidenceError) return error.code;
    throw error;
  }
}

/** What a trial may break, once the capture begins. */
interface Fault {
  /** What failed; null while nothing has. */
  failed(): string | null;
  arm(): void;
  disarm(): void;
  readonly options: AtFolderOptions;
}

/** The n-th call to the file system after arming fails; with `persistent`, every later write too. */
function failingCall(errno: Errno, failAt: number, persistent: boolean): Fault {
  let at = Number.POSITIVE_INFINITY;
  const fileSystem = failingFileSystem(nodeFileSystem(), () => at, errno, persistent);
  return {
    failed: () => fileSystem.failed(),
    arm: () => {
      at = fileSystem.calls() + failAt;
    },
    disarm: () => {
      at = Number.POSITIVE_INFINITY;
    },
    options: { fileSystem },
  };
}

/** The n-th transaction after arming fails as it commits. */
function failingCommit(errno: Errno, failAt: number): Fault {
  let left = Number.POSITIVE_INFINITY;
  let failed: string | null = null;
  const beforeCommit = (): void => {
    if (left-- !== 0) return;
    failed = 'commit';
    throw storeError(Object.assign(new Error(errno), { code: errno }), 'database commit');
  };
  return {
    failed: () => failed,
    arm: () => {
      left = failAt;
    },
    disarm: () => {
      left = Number.POSITIVE_INFINITY;
    },
    options: { beforeCommit },
  };
}

/** @returns whether something failed: false once the fault lies behind the capture's last write */
async function trial(errno: Errno, failAt: number, fault: Fault): Promise<boolean> {
  const folder = mkdtempSync(join(STAGE, 'countersign-failing-capture-'));
  try {
    const path = join(folder, 'vault');
    cpSync(template.ports.vaultPath, path, { recursive: true });
    const { app, store } = await open(path, fault.options);
    await toCapture(app);
    let heads: readonly Head[] = headsOf(store());
    fault.arm();
    const code = await capture(app);
    const where = `${errno} at ${failAt} (${fault.failed() ?? 'none'})`;
    if (code !== null) expect([where, code]).toEqual([where, EXPECTED[errno]]);
    fault.disarm();
    if (code === null) heads = headsOf(store());
    const exhibits = code === null ? app.screen('review').exhibits : [];
    await app.countersign.close();

    const again = await open(path);
    expect([where, ...lostOf(again.store(), heads)]).toEqual([where]);
    await again.app.do('signin.choose', { investigationId });
    await again.app.signIn();
    expect(again.app.screen('investigation').exhibits).toEqual(exhibits);
    await again.app.countersign.close();
    expect([where, ...(await findingsOf(path))]).toEqual([where]);
    return fault.failed() !== null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function everyTrial(errno: Errno, fault: (failAt: number) => Fault): Promise<number> {
  let failAt = 0;
  while (await trial(errno, failAt, fault(failAt))) failAt++;
  return failAt;
}

const slow = process.env['SLOW'] === '1';
const CALLS: readonly (readonly [Errno, boolean])[] = slow
  ? [
      ['ENOSPC', true],
      ['ENOSPC', false],
      ['EIO', true],
      ['EIO', false],
    ]
  : [
      ['ENOSPC', true],
      ['EIO', false],
    ];

describe('a capture on a failing disk', () => {
  it.each(CALLS)(
    '%s (every later write too: %s) is a coded error at each write, and the vault opens whole',
    async (errno, persistent) => {
      const trials = await everyTrial(errno, (failAt) => failingCall(errno, failAt, persistent));
      expect(trials).toBeGreaterThan(15);
    },
    600_000,
  );

  it.each(['ENOSPC', 'EIO'] as const)(
    '%s at each commit is a coded error, and the vault opens whole',
    async (errno) => {
      const trials = await everyTrial(errno, (failAt) => failingCommit(errno, failAt));
      expect(trials).toBeGreaterThan(3);
    },
    600_000,
  );
});
