import * as fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { channels } from '#src/contract/channels.ts';
import { failure, ok, type Result } from '#src/core/result.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { registerChannels } from '#electron/ipc/register.ts';
import { ipcMain } from '../fake-electron.ts';

vi.mock('electron', () => import('../fake-electron.ts'));

const SCREENS = 7;
const screensFrame = { url: 'app://countersign/index.html', parent: null };
const fromScreens = { sender: { id: SCREENS }, senderFrame: screensFrame };

const handled: { channel: string; input: unknown }[] = [];
const refused: { what: string; detail: unknown }[] = [];
let answer: (channel: string, input: unknown) => Promise<Result<unknown>> = async () => ok({});

const target = {
  handle: (channel: string, input: unknown) => {
    handled.push({ channel, input });
    return answer(channel, input);
  },
  recordRefusal: (what: string, detail: unknown) => {
    refused.push({ what, detail });
  },
};

async function invoke(
  channel: string,
  event: unknown,
  ...args: unknown[]
): Promise<Result<unknown>> {
  const handler = ipcMain.handlers.get(channel);
  if (handler === undefined) throw new Error(`no handler for ${channel}`);
  return (await handler(event, ...args)) as Result<unknown>;
}

beforeAll(() => {
  registerChannels(target, () => SCREENS);
});

beforeEach(() => {
  handled.length = 0;
  refused.length = 0;
  answer = async () => ok({});
});

describe('registerChannels', () => {
  it('listens on every channel of the contract and on no other', () => {
    expect([...ipcMain.handlers.keys()].sort()).toEqual(Object.keys(channels).sort());
  });

  it('passes a message of the screens on and answers with what comes back', async () => {
    answer = async () => ok({ saved: true });
    expect(await invoke('export.save', fromScreens, {})).toEqual(ok({ saved: true }));
    expect(handled).toEqual([{ channel: 'export.save', input: {} }]);
    expect(refused).toEqual([]);
  });

  it.each([
    [
      'the view under review',
      { sender: { id: 8 }, senderFrame: { ...screensFrame, url: 'https://example.org/' } },
      'other-view',
    ],
    [
      'a view that claims our address',
      { sender: { id: 8 }, senderFrame: screensFrame },
      'other-view',
    ],
    [
      'a frame inside the screens',
      { sender: { id: SCREENS }, senderFrame: { ...screensFrame, parent: {} } },
      'sub-frame',
    ],
    [
      'a foreign frame inside the screens',
      { sender: { id: SCREENS }, senderFrame: { url: 'https://example.org/', parent: {} } },
      'sub-frame',
    ],
    [
      'screens that went elsewhere',
      { sender: { id: SCREENS }, senderFrame: { url: 'https://example.org/', parent: null } },
      'other-origin',
    ],
    ['a frame that is gone', { sender: { id: SCREENS }, senderFrame: null }, 'frame-gone'],
  ])('checklist 17: refuses %s on every channel, and records it', async (_who, event, why) => {
    for (const channel of Object.keys(channels)) {
      const result = await invoke(channel, event, {});
      expect(result).toMatchObject({
        ok: false,
        error: {
          code: 'IPC_SENDER_REFUSED',
          message: '"sender" expected the screens, got another frame',
        },
      });
      expect(refused.at(-1)).toEqual({ what: 'ipc-sender', detail: { channel, why } });
    }
    expect(handled).toEqual([]);
    expect(refused).toHaveLength(Object.keys(channels).length);
  });

  it.each([[[]], [[{}, {}]], [[{}, () => undefined]]])(
    'refuses %j as arguments, and records it',
    async (args) => {
      const result = await invoke('app.view', fromScreens, ...args);
      expect(result).toMatchObject({ ok: false, error: { code: 'IPC_ARGUMENTS_INVALID' } });
      expect(refused).toHaveLength(1);
      expect(handled).toEqual([]);
    },
  );

  it('answers INTERNAL with a fixed message when the target fails', async () => {
    answer = () => Promise.reject(new Error('secret words'));
    expect(await invoke('app.view', fromScreens, {})).toEqual(failure(new Error('x')));
    answer = () => {
      throw new EvidenceError('VAULT_LOCKED', 'locked');
    };
    expect(await invoke('app.view', fromScreens, {})).toMatchObject({
      error: { code: 'VAULT_LOCKED' },
    });
  });

  it('never crashes on junk from anyone', async () => {
    const channel = fc.constantFrom(...Object.keys(channels));
    const frame = fc.oneof(
      fc.constant(null),
      fc.constant(screensFrame),
      fc.record({ url: fc.oneof(fc.string(), fc.webUrl()), parent: fc.constantFrom(null, {}) }),
    );
    const event = fc.record({
      sender: fc.record({ id: fc.constantFrom(SCREENS, 8, -1) }),
      senderFrame: frame,
    });
    await fc.assert(
      fc.asyncProperty(
        channel,
        event,
        fc.array(fc.anything(), { maxLength: 3 }),
        async (name, from, args) => {
          const result = await invoke(name, from, ...args);
          expect(typeof result.ok).toBe('boolean');
          const isOurs =
            from.sender.id === SCREENS && from.senderFrame === screensFrame && args.length === 1;
          expect(result.ok).toBe(isOurs);
        },
      ),
    );
  });
});
