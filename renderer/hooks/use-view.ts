import { useEffect, useState } from 'react';
import { call, onView } from '../api.ts';
import type { AppView } from '../../src/contract/views.ts';

/**
 * The newest view of the whole app.
 * @returns null until the first one has arrived
 */
export function useView(): AppView | null {
  const [view, setView] = useState<AppView | null>(null);
  useEffect(() => {
    const take = (next: AppView): void => {
      setView((now) => (now !== null && next.revision < now.revision ? now : next));
    };
    const stop = onView(take);
    void call('app.view', {}).then((result) => {
      if (result.ok) take(result.value);
    });
    return stop;
  }, []);
  return view;
}
