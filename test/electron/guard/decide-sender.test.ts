import { describe, expect, it } from 'vitest';
import { decideSender } from '#electron/guard/decide-sender.ts';

const screens = {
  webContentsId: 1,
  frameAddress: 'app://countersign/index.html',
  isTopFrame: true,
};

describe('decideSender', () => {
  it('listens to the screens’ top frame', () => {
    expect(decideSender(screens, 1)).toBeNull();
  });

  it.each([
    [{ ...screens, webContentsId: 2 }, 'other-view'],
    [{ ...screens, frameAddress: null }, 'frame-gone'],
    [{ ...screens, isTopFrame: false }, 'sub-frame'],
    [{ ...screens, frameAddress: 'https://countersign/index.html' }, 'other-origin'],
    [{ ...screens, frameAddress: 'app://countersign.evil.example/' }, 'other-origin'],
    [{ ...screens, frameAddress: 'app://evil/countersign' }, 'other-origin'],
    [{ ...screens, frameAddress: 'app://countersign@evil/' }, 'other-origin'],
    [{ ...screens, frameAddress: 'app://x@countersign/' }, 'other-origin'],
    [{ ...screens, frameAddress: 'app://countersign:80/' }, 'other-origin'],
    [{ ...screens, frameAddress: 'about:blank' }, 'other-origin'],
    [{ ...screens, frameAddress: '' }, 'other-origin'],
  ] as const)('checklist 17: refuses %j as %s', (sender, why) => {
    expect(decideSender(sender, 1)).toBe(why);
  });

  it('refuses everyone while there are no screens', () => {
    expect(decideSender(screens, Number.NaN)).toBe('other-view');
  });
});
