import type { Channel, ChannelOutput, channels } from '#src/contract/channels.ts';
import type { App } from './app.ts';

/** What a channel's schema makes of its input. */
export type ChannelParsed<C extends Channel> = ReturnType<(typeof channels)[C]['input']['parse']>;

/** One act: everything behind one channel. Throws coded errors; the boundary turns them into results. */
export type UseCase<C extends Channel> = (
  app: App,
  input: ChannelParsed<C>,
) => Promise<ChannelOutput<C>> | ChannelOutput<C>;
