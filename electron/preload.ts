import { contextBridge, ipcRenderer } from 'electron';
import type { Api } from '#src/contract/channels.ts';

/**
 * The one thing the screens see of us (checklist item 20): a call and a subscription, plain data only.
 * `ipcRenderer` and its events stay on this side. The main process checks every sender and argument;
 * nothing here is a protection.
 */
const viewPushed: typeof import('#src/contract/channels.ts').viewPushed = 'view.pushed';

type View = Parameters<Parameters<Api['onView']>[0]>[0];
type Call = (channel: string, input: unknown) => Promise<unknown>;

const call: Call = (channel, input) => ipcRenderer.invoke(String(channel), input);

const onView: Api['onView'] = (listener) => {
  const heard = (_event: unknown, view: View): void => {
    listener(view);
  };
  ipcRenderer.on(viewPushed, heard);
  return () => {
    ipcRenderer.off(viewPushed, heard);
  };
};

contextBridge.exposeInMainWorld('api', { call, onView });
