import { useId, type ReactElement, type ReactNode } from 'react';
import classes from './button.module.css';
import { Icon, type IconName } from './icon.tsx';

/** What every button of ours can be told. */
export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: (() => void) | undefined;
  readonly kind?: 'primary' | 'plain' | 'quiet';
  readonly large?: boolean;
  readonly wide?: boolean;
  readonly submit?: boolean;
  readonly icon?: IconName;
  readonly busy?: boolean;
  /** Why it can't be used; null when it can. It stays focusable either way. */
  readonly refusal?: string | null;
  readonly describedBy?: string | undefined;
  readonly name?: string | undefined;
  readonly buttonRef?: React.Ref<HTMLButtonElement> | undefined;
}

/** A button. Refused or busy, it is dashed, keeps its focus and does nothing. */
export function Button(props: ButtonProps): ReactElement {
  const { kind = 'plain', large = false, wide = false, refusal = null, busy = false } = props;
  const off = refusal !== null || busy;
  return (
    <button
      ref={props.buttonRef}
      type={props.submit === true ? 'submit' : 'button'}
      className={[
        classes[kind === 'quiet' ? 'quiet' : 'button'],
        kind === 'primary' ? classes.primary : '',
        large ? classes.large : '',
        wide ? classes.wide : '',
      ].join(' ')}
      aria-disabled={off || undefined}
      aria-describedby={props.describedBy}
      aria-label={props.name}
      onClick={(event) => {
        if (off) {
          event.preventDefault();
          return;
        }
        props.onPress?.();
      }}
    >
      {props.icon === undefined ? null : <Icon name={props.icon} />}
      {busy ? 'Working…' : props.children}
    </button>
  );
}

/** A button with its reason or its consequence beside it. */
export function Action({
  why,
  ...props
}: ButtonProps & { readonly why?: ReactNode }): ReactElement {
  const id = useId();
  const words = typeof props.refusal === 'string' ? sentence(props.refusal) : why;
  const told = words !== undefined && words !== null;
  return (
    <div className={props.wide === true ? classes.actionWide : classes.action}>
      <Button {...props} describedBy={told ? id : undefined} />
      {told ? (
        <p id={id} className={classes.why}>
          {words}
        </p>
      ) : null}
    </div>
  );
}

/** A refusal is a rule's own reason: on the screen it stands as a sentence. */
function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
