import { useEffect, useRef, type FormEvent, type ReactElement, type ReactNode } from 'react';
import layout from './layout.module.css';

/**
 * The heading of one step, with its lead sentence. One that replaced another takes the focus, so
 * that it is read out; the first one of a screen leaves the focus alone.
 */
export function StepHeading(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly arrived: boolean;
}): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  const { arrived } = props;
  useEffect(() => {
    if (!arrived) return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [arrived]);
  return (
    <div className={`${layout.stackS} no-print`}>
      <h1 ref={heading} tabIndex={-1} className={layout.heading}>
        {props.title}
      </h1>
      {props.lead === undefined ? null : <p className={layout.lead}>{props.lead}</p>}
    </div>
  );
}

/** One question of a wizard: the question, its answer, and at the far right what the answer changes. */
export function Question(props: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly asideLabel?: string;
  readonly arrived: boolean;
  readonly onContinue: () => void;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className={layout.stack}>
      <StepHeading title={props.title} lead={props.lead} arrived={props.arrived} />
      <div className={layout.side}>
        <form
          noValidate
          className={layout.stack}
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            props.onContinue();
          }}
        >
          {props.children}
        </form>
        <aside
          className={layout.stack}
          aria-label={props.asideLabel ?? 'What this changes'}
          aria-live="polite"
        >
          {props.aside}
        </aside>
      </div>
    </div>
  );
}
