import type { Group } from './page.ts';

/** A page of the 112, or a part of one, that is not run through the app here. */
export interface Elsewhere {
  readonly number: number;
  readonly group: Group;
  /** What the page does. */
  readonly title: string;
  /** Test files that show it; empty where nothing can on this host. */
  readonly where: readonly string[];
  /** Why it isn't shown, or not by a run of the whole app; null where the files say it all. */
  readonly why: string | null;
}

const RULER = 'test/capture/run-capture.test.ts';
const tall = (number: number, title: string): Elsewhere => ({
  ...{ number, group: 'E', title, where: [RULER], why: null },
});

/** What of the list is shown by other tests, and what cannot be shown without Electron's own program. */
export const ELSEWHERE: readonly Elsewhere[] = [
  tall(65, 'is 10,000 px tall'),
  tall(66, 'is 33,000 px tall'),
  tall(67, 'is 100,000 px tall'),
  tall(68, 'is 1,000,000 px tall'),
  tall(69, 'is 50,000 px wide'),
  tall(70, 'is shown at 2 and 3 points a pixel'),
  {
    ...{ number: 56, group: 'D', where: ['test/electron/guard/wiring.test.ts'] },
    title: 'asks for a certificate of the reader where one is installed',
    why: 'the engine asks nobody before it has a certificate to offer, and the host has no `select-client-certificate`: the answer "none" and its entry are shown on the handler alone',
  },
  {
    ...{ number: 61, group: 'D', where: [] },
    title: 'has a certificate that was revoked, or without a certificate transparency record',
    why: 'revocation comes to Chromium by its component updates, and transparency is asked of public roots only: neither can be made on loopback. The record says "not checked" of transparency',
  },
  {
    ...{ number: 93, group: 'F', where: [] },
    title: 'floods the console with more than 4,000 lines a second',
    why: 'the host itself listens to the console (the app does not), and would be what chokes: the page that is run writes 4,000 lines a second',
  },
  {
    ...{ number: 92, group: 'F', where: ['test/electron/main.test.ts'] },
    title: 'ends the graphics process',
    why: 'there is none: hardware acceleration is off in the app, and chrome://gpucrash is no address that a page or a person can open (32 and 30 show that)',
  },
  {
    ...{ number: 25, group: 'B', where: ['test/electron/guard/decide-navigation.test.ts'] },
    title: 'goes to a blob: address, refused before it is there',
    why: 'on the host such a document is there before it can be refused, and is undone; Electron asks first',
  },
  {
    ...{ number: 12, group: 'B', where: ['test/chromium-host/contract.test.ts'] },
    title: 'opens windows, none of which makes any request',
    why: 'on the host a refused window exists for a moment, so its first request can leave, and its script can change its opener (16); Electron makes no window (12 to 16)',
  },
  {
    ...{ number: 106, group: 'H', where: ['test/electron/guard/decide-permission.test.ts'] },
    title: 'asks for each permission that Electron 45 names',
    why: 'the host hears of the calls that DevTools can see; that every name Electron knows is denied is shown on the table alone, and Chromium’s own checks only by the page’s answers; a headless browser without windows grants full screen, the keyboard and an empty list of devices by itself, which Electron’s handlers deny',
  },
  {
    ...{ number: 108, group: 'H', why: null },
    title: 'has scripts in what the documents and the pack print',
    where: ['test/form/html.test.ts', 'test/pack/build-pack.test.ts'],
  },
  {
    ...{ number: 110, group: 'H', why: 'the demonstration vault of the tests allows loopback' },
    title: 'looks for this computer itself',
    where: ['test/electron/guard/decide-address.test.ts'],
  },
  {
    ...{ number: 112, group: 'H', why: null },
    title: 'stands for a page that must not be seen, and is stopped',
    where: ['test/e2e/stop.test.ts', 'test/e2e/pixels.test.ts', 'test/e2e/text-first.test.ts'],
  },
];
