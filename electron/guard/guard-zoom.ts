import type { WebContents } from 'electron';
import { nextZoom, zoomStepOf } from './decide-zoom.ts';

/**
 * Let people make the screens larger and smaller: without a menu Electron has no keys for it. Never for
 * a page under review, which is captured at its own size.
 * @param contents - of the screens
 * @param zoomed - hears the new factor once the screens have it: what lies over them is to be laid anew
 */
export function guardZoom(contents: WebContents, zoomed: (factor: number) => void): void {
  let factor = 1;
  contents.on('before-input-event', (event, input) => {
    const step = zoomStepOf(input);
    if (step === null) return;
    event.preventDefault();
    if (input.type !== 'keyDown' && input.type !== 'rawKeyDown') return;
    factor = nextZoom(factor, step);
    contents.setZoomFactor(factor);
    zoomed(factor);
  });
}
