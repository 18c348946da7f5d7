import { useEffect, useState } from 'react';
import { call } from '../api.ts';
import type { Channel, ChannelInput, ChannelOutput } from '../../src/contract/channels.ts';
import type { Failure } from '../../src/core/result.ts';

/**
 * Fetch one thing for as long as a screen shows it.
 * @param channel - which channel
 * @param input - its input; fetched again when it changes
 * @param key - changes whenever the answer would
 * @returns the value, or null while it is on its way or when it failed
 */
export function useFetched<C extends Channel>(
  channel: C,
  input: ChannelInput<C>,
  key: string,
): {
  readonly value: ChannelOutput<C> | null;
  readonly failure: (Failure & { readonly at: string }) | null;
} {
  const [value, setValue] = useState<ChannelOutput<C> | null>(null);
  const [failure, setFailure] = useState<(Failure & { readonly at: string }) | null>(null);
  const asked = JSON.stringify([channel, input, key]);
  useEffect(() => {
    let wanted = true;
    setFailure(null);
    void call(channel, input).then((result) => {
      if (!wanted) return;
      if (result.ok) setValue(result.value);
      else setFailure({ ...result.error, at: new Date().toISOString() });
    });
    return () => {
      wanted = false;
    };
    // `asked` stands for the channel, the input and the key together.
  }, [asked]);
  return { value, failure };
}
