import type { WebContents } from 'electron';
import { beforeEach, describe, expect, it } from 'vitest';
import { guardZoom } from '#electron/guard/guard-zoom.ts';
import { FakeSession, FakeWebContents, fakeEvent } from '../fake-electron.ts';

const control = { control: true, meta: false, alt: false };
let contents: FakeWebContents;
let told: number[] = [];

beforeEach(() => {
  told = [];
  contents = new FakeWebContents(new FakeSession('screens'));
  guardZoom(contents as unknown as WebContents, (factor) => told.push(factor));
});

/** @returns whether the page was kept from hearing of it */
function press(input: { readonly key: string; readonly type?: string }, held = control): boolean {
  const event = fakeEvent();
  contents.emit('before-input-event', event, { type: 'keyDown', ...held, ...input });
  return event.prevented;
}

describe('guardZoom', () => {
  it('zooms the screens in, out and back, and tells the factor', () => {
    for (const key of ['+', '=', '-', '0']) expect(press({ key })).toBe(true);
    expect(contents.calls).toEqual(['zoom:1.1', 'zoom:1.25', 'zoom:1.1', 'zoom:1']);
    expect(told).toEqual([1.1, 1.25, 1.1, 1]);
  });

  it('keeps the release of the key from the page, and does nothing more for it', () => {
    expect(press({ key: '+', type: 'keyUp' })).toBe(true);
    expect(told).toEqual([]);
  });

  it('lets every other key through', () => {
    expect(press({ key: 'a' })).toBe(false);
    expect(press({ key: '+' }, { ...control, control: false })).toBe(false);
    expect(contents.calls).toEqual([]);
  });
});
