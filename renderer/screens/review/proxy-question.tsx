import { useState, type ReactElement } from 'react';
import type { ReviewView } from '../../../src/contract/views.ts';
import { counted, inertText } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import classes from './panel.module.css';

type Asked = NonNullable<ReviewView['proxyQuestion']>;

/** The school's proxy wants a name and password: our own question, outside the page, and no page can raise it. */
export function ProxyQuestion({ review }: { readonly review: ReviewView }): ReactElement | null {
  const { proxyQuestion } = review;
  if (proxyQuestion === null) return null;
  return <Question key={proxyQuestion.questionId} asked={proxyQuestion} />;
}

function Question({ asked }: { readonly asked: Asked }): ReactElement {
  const { questionId, wrong, triesLeft } = asked;
  const proxy = inertText(asked.proxy);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const answer = useCommand('proxy.answer');
  const decline = useCommand('proxy.decline');
  const failure = answer.failure ?? decline.failure;
  return (
    <section className={`${classes.section} ${classes.now}`} aria-label="The school’s proxy">
      <h2>The school’s proxy asks for a name and password</h2>
      <p className={layout.small} role="status">
        {wrong
          ? `The proxy at ${proxy} did not accept that name and password. ${counted(triesLeft, 'try', 'tries')} left.`
          : `The school’s proxy at ${proxy} asks for a name and password before it lets the page through.`}{' '}
        They are kept until the sitting ends, never recorded.
      </p>
      {failure === null ? null : <FailureNotice {...failure} />}
      <form
        className={layout.stackS}
        aria-label="Name and password for the school’s proxy"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (name === '') document.getElementById('proxy-name')?.focus();
          else {
            void answer.run({ questionId, name, password });
            setPassword('');
          }
        }}
      >
        <TextField
          id="proxy-name"
          label="Name for the proxy"
          value={name}
          error={tried && name === '' ? 'Type the name' : null}
          onChange={setName}
        />
        <TextField
          id="proxy-password"
          label="Password for the proxy"
          hint="Either of you types it. It is the network’s, not your Countersign passphrase."
          type="password"
          maxLength={512}
          value={password}
          onChange={setPassword}
        />
        <div className={layout.row}>
          <Button kind="primary" submit busy={answer.busy}>
            Send to the proxy
          </Button>
          <Button kind="quiet" busy={decline.busy} onPress={() => void decline.run({ questionId })}>
            Don’t open the page
          </Button>
        </div>
      </form>
    </section>
  );
}
