import { describe, expect, it } from 'vitest';
import { Controls } from '#electron/controls.ts';
import type { AppView } from '#src/contract/views.ts';

function view(stopKey: string, kind: string): AppView {
  return { stopKey, screen: { kind } } as unknown as AppView;
}

describe('Controls', () => {
  it('leads nowhere until there is an application', () => {
    const controls = new Controls();
    controls.stop();
    controls.tried('F12');
    controls.activity();
    controls.stray('pop-up');
    expect(controls.stopKey()).toEqual({ key: '', inSetUp: false });
  });

  it('leads to the application and knows its STOP key without making a view', () => {
    const done: string[] = [];
    let push: (next: AppView) => void = () => undefined;
    let views = 0;
    const controls = new Controls();
    controls.connect({
      stop: () => done.push('stop'),
      stopKeyTried: (key) => done.push(key),
      activity: () => done.push('activity'),
      recordRefusal: (what, detail) => done.push(`${what} ${String(detail?.['what'])}`),
      view: () => {
        views += 1;
        return view('F12', 'setup');
      },
      onView: (listener) => {
        push = listener;
        return () => undefined;
      },
    });
    expect(controls.stopKey()).toEqual({ key: 'F12', inSetUp: true });
    push(view('F9', 'sign-in'));
    expect(controls.stopKey()).toEqual({ key: 'F9', inSetUp: false });
    controls.stop();
    controls.tried('F9');
    controls.activity();
    controls.stray('download');
    expect(done).toEqual(['stop', 'F9', 'activity', 'outside-review download']);
    expect(views).toBe(1);
  });
});
