import { useEffect, type RefObject } from 'react';
import { call } from '../../api.ts';
import type { ChannelInput } from '../../../src/contract/channels.ts';

type Bounds = ChannelInput<'review.bounds'>;
const nowhere: Bounds = { x: 0, y: 0, width: 0, height: 0 };

/**
 * Tell the main process where the page under review may be laid: the visible part of the stage's
 * inside, below the sticky bar and inside the window, in CSS px. Nothing of a page may ever cover
 * the bar, so what scrolls under it is cut off; hidden, the page gets no room at all.
 * @param frame - the element inside the heavy border
 * @param shown - whether a page may be seen now (false under a dialogue or a preview)
 */
export function useBounds(frame: RefObject<HTMLElement | null>, shown: boolean): void {
  useEffect(() => {
    let last = '';
    let waiting = 0;
    const report = (): void => {
      waiting = 0;
      const bounds = shown && frame.current !== null ? visiblePart(frame.current) : nowhere;
      const key = JSON.stringify(bounds);
      if (key === last) return;
      last = key;
      void call('review.bounds', bounds);
    };
    const soon = (): void => {
      if (waiting === 0) waiting = requestAnimationFrame(report);
    };
    const observer = new ResizeObserver(soon);
    observer.observe(document.documentElement);
    if (frame.current !== null) observer.observe(frame.current);
    for (const bar of document.querySelectorAll('header')) observer.observe(bar);
    window.addEventListener('scroll', soon, { capture: true, passive: true });
    window.addEventListener('resize', soon);
    report();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(waiting);
      window.removeEventListener('scroll', soon, { capture: true });
      window.removeEventListener('resize', soon);
      void call('review.bounds', nowhere);
    };
  }, [frame, shown]);
}

function visiblePart(frame: HTMLElement): Bounds {
  const rect = frame.getBoundingClientRect();
  const barBottom = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
  const top = Math.ceil(Math.max(rect.top, barBottom));
  const left = Math.ceil(Math.max(rect.left, 0));
  const bottom = Math.floor(Math.min(rect.bottom, window.innerHeight));
  const right = Math.floor(Math.min(rect.right, window.innerWidth));
  if (bottom <= top || right <= left) return nowhere;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
