import { contextBridge, ipcRenderer } from 'electron';
import type { Api, viewPushed as ViewPushed } from '#src/contract/channels.ts';

// Written out: a preload that runs in the sandbox is one file, and the contract would bring its schemas.
const viewPushed: typeof ViewPushed = 'view.pushed';

type View = Parameters<Parameters<Api['onView']>[0]>[0];

const call = (channel: string, input: unknown): Promise<unknown> =>
  ipcRenderer.invoke(channel, input);

const onView: Api['onView'] = (listener) => {
  const heard = (_event: unknown, view: View): void => {
    listener(view);
  };
  ipcRenderer.on(viewPushed, heard);
  return () => {
    ipcRenderer.off(viewPushed, heard);
  };
};

// The one thing the screens see of us (checklist item 20): plain data only; `ipcRenderer` and its events
// stay on this side. The main process checks every sender and argument: nothing here is a protection.
contextBridge.exposeInMainWorld('api', { call, onView });
