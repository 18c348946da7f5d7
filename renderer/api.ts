import type { Api, Channel, ChannelInput, ChannelOutput } from '../src/contract/channels.ts';
import type { AppView } from '../src/contract/views.ts';
import type { Result } from '../src/core/result.ts';

const lost = {
  ok: false,
  error: { code: 'INTERNAL', message: 'no answer', details: {} },
} as const;

/**
 * Ask the main process to do one thing. Never rejects: a call that gets no answer is `INTERNAL`.
 * @param channel - name of the channel
 * @param input - what the channel's schema accepts
 * @returns the channel's `Result`
 */
export async function call<C extends Channel>(
  channel: C,
  input: ChannelInput<C>,
): Promise<Result<ChannelOutput<C>>> {
  try {
    return await api().call(channel, input);
  } catch {
    return lost;
  }
}

/**
 * Hear of every new view. The views are whole, so only the newest counts.
 * @returns a function that stops listening
 */
export function onView(listener: (view: AppView) => void): () => void {
  return api().onView(listener);
}

function api(): Api {
  return window.api;
}
