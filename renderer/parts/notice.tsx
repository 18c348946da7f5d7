import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { timeOf } from '../format.ts';
import { wordsFor } from '../messages.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import classes from './notice.module.css';

/** A block that stands out: plain, attention (errors, clocks) or illegal (suspected content only). */
export function Notice(props: {
  readonly kind?: 'plain' | 'attention' | 'illegal' | 'confirmed';
  readonly icon?: IconName;
  readonly title: ReactNode;
  readonly children?: ReactNode;
}): ReactElement {
  const { kind = 'plain' } = props;
  return (
    <div className={`${classes.notice} ${classes[kind]}`}>
      <Icon name={props.icon ?? (kind === 'attention' ? 'doubt' : 'recorded')} />
      <div className={classes.words}>
        <p className={classes.title}>{props.title}</p>
        {props.children}
      </div>
    </div>
  );
}

/** What failed, what is safe, what to do; then the code and time for the phone. */
export function FailureNotice(props: {
  readonly code: string;
  readonly at: string;
  readonly safe?: string | null;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
  readonly message?: string;
  readonly onDismiss?: () => void;
  readonly assertive?: boolean;
}): ReactElement {
  const words = wordsFor(props.code, props.message, props.details);
  return (
    <div role={props.assertive === true ? 'alert' : 'status'}>
      <Notice kind="attention" title={words.what}>
        <p>
          {props.safe ?? words.safe} {words.act}
        </p>
        <p className={classes.foot}>
          {props.onDismiss === undefined ? null : (
            <Button onPress={props.onDismiss}>I’ve read this</Button>
          )}
          <span className={classes.code}>
            {props.code} · {timeOf(props.at)}
          </span>
        </p>
      </Notice>
    </div>
  );
}

/** All that is wrong with a form, at its top; takes the focus when it appears or changes. */
export function ErrorSummary({
  errors,
  attempt,
}: {
  readonly errors: readonly { readonly id: string; readonly message: string }[];
  readonly attempt: number;
}): ReactElement | null {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (errors.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1} role="group" aria-label="To put right first">
      <Notice kind="attention" title={`To put right first: ${errors.length}`}>
        <ul>
          {errors.map((error) => (
            <li key={error.id}>
              <Button
                kind="quiet"
                onPress={() => {
                  document.getElementById(error.id)?.focus();
                }}
              >
                {error.message}
              </Button>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
