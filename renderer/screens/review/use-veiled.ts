import { useEffect, useState } from 'react';
import { call } from '../../api.ts';
import type { Failure } from '../../../src/core/result.ts';

/** How often the picture is asked for, milliseconds; a new one is made once a second at most. */
const LOOK_EVERY_MS = 500;

/** What is seen of a veiled page now: a picture, nothing yet, or why there is none. */
export interface Veiled {
  readonly png: Uint8Array | null;
  readonly failure: Failure | null;
}

const NOTHING: Veiled = { png: null, failure: null };

/**
 * The veiled picture of the page, for as long as a screen shows it. A picture that could not be made takes
 * the last one away.
 * @param page - changes with the page that is open
 */
export function useVeiled(page: string): Veiled {
  const [veiled, setVeiled] = useState(NOTHING);
  useEffect(() => {
    let wanted = true;
    let timer = 0;
    const look = async (): Promise<void> => {
      const result = await call('review.veiled', {});
      // Gone meanwhile: nothing of it is put on the screen.
      if (!wanted) return;
      const { png, failure } = result.ok
        ? { png: result.value.png, failure: null }
        : { png: null, failure: result.error };
      setVeiled((last) => (isSame(last, png, failure) ? last : { png, failure }));
      timer = window.setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    void look();
    return () => {
      wanted = false;
      window.clearTimeout(timer);
      setVeiled(NOTHING);
    };
  }, [page]);
  return veiled;
}

function isSame(last: Veiled, png: Uint8Array | null, failure: Failure | null): boolean {
  if (last.failure?.code !== failure?.code) return false;
  if (last.png === null || png === null) return last.png === png;
  return last.png.length === png.length && last.png.every((byte, place) => byte === png[place]);
}
