import { useCallback, useRef, useState } from 'react';
import { call } from '../api.ts';
import type { Channel, ChannelInput, ChannelOutput } from '../../src/contract/channels.ts';
import type { Failure } from '../../src/core/result.ts';

/** One command of a screen: whether it is under way, how it last failed, and how to run it. */
export interface Command<C extends Channel> {
  readonly busy: boolean;
  readonly failure: (Failure & { readonly at: string }) | null;
  readonly run: (input: ChannelInput<C>) => Promise<ChannelOutput<C> | null>;
  readonly clear: () => void;
}

/**
 * Use one channel from a screen. A second run while the first is under way is ignored.
 * @param channel - which channel
 * @returns the command; `run` gives null when it failed, and `failure` then says how
 */
export function useCommand<C extends Channel>(channel: C): Command<C> {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Command<C>['failure']>(null);
  const underWay = useRef(false);
  const run = useCallback(
    async (input: ChannelInput<C>): Promise<ChannelOutput<C> | null> => {
      if (underWay.current) return null;
      underWay.current = true;
      setBusy(true);
      setFailure(null);
      const result = await call(channel, input);
      underWay.current = false;
      setBusy(false);
      if (result.ok) return result.value;
      setFailure({ ...result.error, at: new Date().toISOString() });
      return null;
    },
    [channel],
  );
  const clear = useCallback(() => {
    setFailure(null);
  }, []);
  return { busy, failure, run, clear };
}
