import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { channels } from '#src/contract/channels.ts';
import { failure, type Result } from '#src/core/result.ts';
import { EvidenceError } from '#src/core/errors.ts';
import { decideSender } from '../guard/decide-sender.ts';

/** What messages lead to: the part of `Countersign` that the screens reach. */
export interface MessageTarget {
  handle(channel: string, input: unknown): Promise<Result<unknown>>;
  recordRefusal(what: string, detail: Readonly<Record<string, string>>): void;
}

/** Names of all channels there are. */
const CHANNELS: readonly string[] = Object.keys(channels);

/**
 * Listen on every channel of the contract: the only caller of `ipcMain` (checklist item 17). A message
 * from anyone but the screens' top frame is refused and recorded; it is never looked into.
 * @param target - validates every input and answers with a `Result`; must not throw, but may
 * @param screensId - id of the screens' web contents now; null while there are none
 */
export function registerChannels(target: MessageTarget, screensId: () => number | null): void {
  for (const channel of CHANNELS) {
    ipcMain.handle(channel, async (event, ...args: unknown[]) => {
      const refusal = refusalOf(event, screensId());
      if (refusal !== null) return refuseSender(target, channel, refusal);
      if (args.length !== 1) return refuseArguments(target, channel, args.length);
      try {
        return await target.handle(channel, args[0]);
      } catch (thrown) {
        return failure(thrown);
      }
    });
  }
}

function refusalOf(event: IpcMainInvokeEvent, screensId: number | null): string | null {
  const frame = event.senderFrame;
  return decideSender(
    {
      webContentsId: event.sender.id,
      frameAddress: frame === null ? null : frame.url,
      isTopFrame: frame !== null && frame.parent === null,
    },
    screensId ?? Number.NaN,
  );
}

function refuseSender(target: MessageTarget, channel: string, why: string): Result<never> {
  target.recordRefusal('ipc-sender', { channel, why });
  return failure(
    new EvidenceError('IPC_SENDER_REFUSED', '"sender" expected the screens, got another frame', {
      details: { channel, why },
    }),
  );
}

function refuseArguments(target: MessageTarget, channel: string, count: number): Result<never> {
  target.recordRefusal('ipc-arguments', { channel, why: `${count} arguments` });
  return failure(
    new EvidenceError('IPC_ARGUMENTS_INVALID', `"arguments" expected 1, got ${count}`, {
      details: { channel },
    }),
  );
}
