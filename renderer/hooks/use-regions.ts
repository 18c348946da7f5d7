import { useEffect } from 'react';

/** F6 and Shift+F6 move between the regions of the window, in the order of the page. */
export function useRegions(): void {
  useEffect(() => {
    const move = (event: KeyboardEvent): void => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
        (region) => region.closest('[inert]') === null && region.getClientRects().length > 0,
      );
      const held = regions.findLastIndex((region) => region.contains(document.activeElement));
      const step = event.shiftKey ? -1 : 1;
      const from = held === -1 && event.shiftKey ? 0 : held;
      regions[(from + step + regions.length) % regions.length]?.focus();
    };
    window.addEventListener('keydown', move);
    return () => {
      window.removeEventListener('keydown', move);
    };
  }, []);
}
