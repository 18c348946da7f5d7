import type { WebContents } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ElectronDevTools } from '#electron/review/devtools.ts';
import { FakeSession, FakeWebContents } from '../fake-electron.ts';

let contents: FakeWebContents;
let devtools: ElectronDevTools;

beforeEach(() => {
  vi.useRealTimers();
  contents = new FakeWebContents(new FakeSession('review'));
  devtools = new ElectronDevTools(contents as unknown as WebContents);
});

const never = (): Promise<unknown> => new Promise(() => undefined);

describe('ElectronDevTools', () => {
  it('sends commands in order before anything is awaited, to the page and to its children', async () => {
    contents.debugger.answer = async (method) => ({ method });
    const sent = [devtools.send('A', { x: 1 }), devtools.send('B', {}, { sessionId: 'child' })];
    expect(contents.debugger.sent).toEqual([
      { method: 'A', params: { x: 1 }, sessionId: undefined },
      { method: 'B', params: {}, sessionId: 'child' },
    ]);
    expect(await Promise.all(sent)).toEqual([{ method: 'A' }, { method: 'B' }]);
  });

  it('rejects CAPTURE_STEP_TIMEOUT when there is no answer in time', async () => {
    contents.debugger.answer = never;
    await expect(
      devtools.send('Page.captureScreenshot', {}, { deadlineMs: 5 }),
    ).rejects.toMatchObject({
      code: 'CAPTURE_STEP_TIMEOUT',
      message: 'Page.captureScreenshot expected an answer in 5 ms, got none',
      details: { method: 'Page.captureScreenshot' },
    });
  });

  it('rejects CAPTURE_STEP_FAILED with the browser’s reason', async () => {
    contents.debugger.answer = () => Promise.reject(new Error('Not attached to an active page'));
    await expect(devtools.send('Page.enable')).rejects.toMatchObject({
      code: 'CAPTURE_STEP_FAILED',
      message: 'Page.enable was refused by the browser',
      details: { reason: 'Not attached to an active page' },
    });
  });

  it.each([
    ['render-process-gone', 'PAGE_CRASHED'],
    ['destroyed', 'PAGE_CRASHED'],
    ['detach', 'CAPTURE_STEP_FAILED'],
  ])('after %s rejects what was under way and everything later with %s', async (event, code) => {
    contents.debugger.answer = never;
    const pending = devtools.send('A');
    if (event === 'detach') contents.debugger.emit('detach', {}, 'target closed');
    else contents.emit(event, {}, { reason: 'oom' });
    await expect(pending).rejects.toMatchObject({ code });
    await expect(devtools.send('B')).rejects.toMatchObject({ code });
  });

  it('kills the renderer', async () => {
    contents.debugger.answer = never;
    const pending = devtools.send('A');
    devtools.crash();
    expect(contents.calls).toContain('crash');
    await expect(pending).rejects.toMatchObject({
      code: 'PAGE_CRASHED',
      message: 'renderer expected to run, got none',
    });
  });

  it('tells events to everyone who listens, hooks first and last, until they stop', () => {
    const heard: unknown[] = [];
    const other = new FakeWebContents(new FakeSession('review'));
    const hooked = new ElectronDevTools(other as unknown as WebContents, {
      first: (method) => heard.push(`first ${method}`),
      last: (method) => heard.push(`last ${method}`),
    });
    const end = hooked.onEvent((method, params, sessionId) =>
      heard.push([method, params, sessionId]),
    );
    other.debugger.emit('message', {}, 'Page.x', { a: 1 }, '');
    other.debugger.emit('message', {}, 'Page.y', null, 'child');
    end();
    end();
    other.debugger.emit('message', {}, 'Page.z', {}, '');
    expect(heard).toEqual([
      'first Page.x',
      ['Page.x', { a: 1 }, null],
      'last Page.x',
      'first Page.y',
      ['Page.y', {}, 'child'],
      'last Page.y',
      'first Page.z',
      'last Page.z',
    ]);
  });
});
