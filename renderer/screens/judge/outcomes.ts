import type { ChannelInput } from '../../../src/contract/channels.ts';

/** What a judgement can lead to. */
export const outcomes: readonly {
  readonly value: ChannelInput<'judgement.make'>['outcome'];
  readonly name: string;
  readonly note: string;
}[] = [
  {
    value: 'no-substance',
    name: 'Nothing follows',
    note: 'The reasons are kept. Whoever reported it is told that it was looked into',
  },
  {
    value: 'internal-action',
    name: 'Action in school',
    note: 'Behaviour policy, or the staff procedure',
  },
  {
    value: 'external-organisation',
    name: 'An outside organisation',
    note: 'LADO, local authority, the platform',
  },
  { value: 'police', name: 'The police', note: 'No step of the school’s own until they say so' },
];
