import { useState, type ReactElement } from 'react';
import type { ChannelInput } from '../../../src/contract/channels.ts';
import type { AppView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Choices } from '../../parts/choices.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import { Address } from '../../parts/values.tsx';
import classes from './panel.module.css';

type Pressed = NonNullable<ChannelInput<'exception.phase-end'>['pressed']>;

const BUTTONS = [
  { value: 'refused-all', name: 'We refused all' },
  { value: 'accepted-all', name: 'We accepted all' },
  { value: 'chose-some', name: 'We chose some' },
  { value: 'closed', name: 'We closed it' },
] as const satisfies readonly { readonly value: Pressed; readonly name: string }[];

/** What to do while a site may be sent to; the clock and the way out are in the bar. */
export function PhasePanel(props: { readonly phase: NonNullable<AppView['phase']> }): ReactElement {
  const { exception, account, site } = props.phase;
  if (exception === 'consent-banner') return <Notice site={site} />;
  return (
    <section className={`${classes.section} ${classes.now}`} aria-label="What to do now">
      <h2>Log in now, in the page</h2>
      <p className={layout.small}>
        As <b>{account}</b>, on <Address>{site}</Address> only: a log-in that goes on at another
        host is refused. Type the password into the page; it is recorded nowhere.
      </p>
      <p className={layout.small}>
        Press nothing but what the log-in needs: in this time the site’s forms are sent. Then press{' '}
        <b>We are logged in</b> in the bar above.
      </p>
    </section>
  );
}

function Notice({ site }: { readonly site: string }): ReactElement {
  const end = useCommand('exception.phase-end');
  const [pressed, setPressed] = useState<Pressed | null>(null);
  return (
    <section className={`${classes.section} ${classes.now}`} aria-label="What to do now">
      <h2>Dismiss the notice now, in the page</h2>
      <p className={layout.small}>
        Press its own buttons on <Address>{site}</Address> and nothing else. Then say which.
      </p>
      <Choices
        id="pressed"
        legend="What did you press?"
        tight
        choices={BUTTONS}
        value={pressed}
        onChange={(value) => {
          setPressed(BUTTONS.find((one) => one.value === value)?.value ?? null);
        }}
      />
      {end.failure === null ? null : <FailureNotice {...end.failure} />}
      <Action
        kind="plain"
        busy={end.busy}
        refusal={pressed === null ? 'Say first what you pressed' : null}
        why="The page is then loaded again, and everything that sends is blocked."
        onPress={() => void end.run({ how: 'done', pressed })}
      >
        The notice is gone
      </Action>
    </section>
  );
}
