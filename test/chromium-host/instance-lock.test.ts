import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SingleInstance } from './instance-lock.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('SingleInstance', () => {
  it('is held until it is released', () => {
    const lock = SingleInstance.take(folder, {}, () => undefined);
    expect(lock.held).toBe(true);
    lock.release();
    expect(existsSync(path.join(folder, 'host-instance.lock'))).toBe(false);
  });

  it('is not given while another living process holds it, which is told of the start', async () => {
    writeFileSync(path.join(folder, 'host-instance.lock'), String(process.ppid));
    expect(SingleInstance.take(folder, { opened: 1 }, () => undefined).held).toBe(false);
    writeFileSync(path.join(folder, 'host-instance.lock'), '999999999');
    const told = await new Promise((resolve) => {
      const holder = SingleInstance.take(folder, {}, (argv, at, data) => {
        resolve([holder.held, argv.length > 0, at, data]);
      });
      // The watch does not keep a process alive; the test has to.
      setTimeout(() => resolve('not told'), 3000).unref();
    });
    expect(told).toEqual([true, true, process.cwd(), { opened: 1 }]);
  });

  it('is taken over from a process that has gone, and from a damaged file', () => {
    for (const left of ['999999999', 'rubbish', '']) {
      writeFileSync(path.join(folder, 'host-instance.lock'), left);
      const lock = SingleInstance.take(folder, {}, () => undefined);
      expect(lock.held).toBe(true);
      lock.release();
    }
  });
});
