import type { ReactElement } from 'react';
import type { StoppedView } from '../../../src/contract/views.ts';
import { counted, dateOf, timeOf, zoneOf } from '../../format.ts';
import { Address, Facts } from '../../parts/values.tsx';

/** Who calls, in one sentence. */
export function whoCalls(stopped: StoppedView): string {
  const names = stopped.callers.map(
    (caller) =>
      `${caller.name} (${[caller.role, caller.contact].filter((s) => s !== '').join(', ')})`,
  );
  return names.length === 0
    ? 'One of you calls.'
    : `${names.join(' or ')}. If neither can be reached, one of you calls.`;
}

/** What the one who calls says. */
export function SayThis({ stopped }: { readonly stopped: StoppedView }): ReactElement {
  return (
    <p>
      “I am calling from {stopped.schoolName}. Two senior staff were reviewing a website and stopped
      because they <b>suspect</b> illegal content. We have captured nothing from that page. The
      computer is here and nobody is using it. What do you want us to do with it?”
    </p>
  );
}

/** What to answer if they ask. The address is text and can't be picked up. */
export function IfTheyAsk({
  facts,
}: {
  readonly facts: StoppedView['facts'];
}): ReactElement | null {
  if (facts === null) return null;
  return (
    <Facts
      facts={[
        [
          'Address',
          <Address key="address" selectable={false}>
            {facts.address}
          </Address>,
        ],
        [
          'Seen',
          `${dateOf(facts.seenFrom)}, ${timeOf(facts.seenFrom)} to ${timeOf(facts.seenTo)} (${zoneOf(facts.seenFrom)}, this computer’s clock)`,
        ],
        ['Seen by', facts.seenBy.join(' and ')],
        ['How', facts.how],
        ['Computer', facts.computer],
        [
          'Kept before',
          facts.keptBefore === 0
            ? 'Nothing'
            : `${counted(facts.keptBefore, 'capture')} of other pages. Locked: nobody at the school can open ${facts.keptBefore === 1 ? 'it' : 'them'}.`,
        ],
      ]}
    />
  );
}
