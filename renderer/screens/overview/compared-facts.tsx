import type { ReactElement } from 'react';
import type { ChannelOutput } from '../../../src/contract/channels.ts';
import { counted, inertText } from '../../format.ts';
import { Badge } from '../../parts/badge.tsx';
import layout from '../../parts/layout.module.css';
import { Table } from '../../parts/table.tsx';
import { Address } from '../../parts/values.tsx';
import classes from './compare.module.css';

type Compared = ChannelOutput<'exhibit.compare'>;
type Requests = Compared['requests'];

/** What the two records say, fact by fact. */
export function ComparedFacts({ compared }: { readonly compared: Compared }): ReactElement {
  const { earlier, later, facts } = compared;
  return (
    <section className={layout.stackS} aria-labelledby="compared-facts">
      <h3 id="compared-facts">The facts</h3>
      <Table
        label="Facts of both captures"
        heads={['Fact', `Earlier: ${earlier.exhibitRef}`, `Later: ${later.exhibitRef}`, 'Changed']}
      >
        {facts.map((fact) => (
          <tr key={fact.name}>
            <th scope="row">{inertText(fact.name)}</th>
            <td>
              <bdi>{inertText(fact.earlier)}</bdi>
            </td>
            <td>
              <bdi>{inertText(fact.later)}</bdi>
            </td>
            <td>
              {fact.same ? (
                <span className={layout.muted}>No</span>
              ) : (
                <Badge kind="attention" icon="doubt" children="Changed" />
              )}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

/** What servers answered, by the address that was asked for. */
export function ComparedRequests({ requests }: { readonly requests: Requests }): ReactElement {
  return (
    <section className={layout.stackS} aria-labelledby="compared-requests">
      <h3 id="compared-requests">What servers answered</h3>
      <p className={layout.small}>
        {counted(requests.same, 'address', 'addresses')} answered with the same.
      </p>
      {GROUPS.map(([key, words]) => (
        <Group key={key} words={words} {...requests[key]} />
      ))}
    </section>
  );
}

const GROUPS: readonly (readonly [key: Exclude<keyof Requests, 'same'>, words: string])[] = [
  ['changed', 'answered with something else'],
  ['appeared', 'asked for only in the later capture'],
  ['gone', 'asked for only in the earlier capture'],
  ['unknown', 'not compared: a body stands in no record'],
];

function Group(props: {
  readonly words: string;
  readonly count: number;
  readonly addresses: readonly string[];
}): ReactElement {
  const words = `${counted(props.count, 'address', 'addresses')} ${props.words}`;
  if (props.count === 0) return <p className={layout.small}>{words}.</p>;
  const more = props.count - props.addresses.length;
  return (
    <details className={classes.group}>
      <summary>{words}</summary>
      <ul>
        {props.addresses.map((address) => (
          <li key={address}>
            <Address>{address}</Address>
          </li>
        ))}
        {more > 0 ? <li>and {counted(more, 'more', 'more')}</li> : null}
      </ul>
    </details>
  );
}
