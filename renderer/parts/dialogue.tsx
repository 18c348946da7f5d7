import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import classes from './dialogue.module.css';

const focusable = 'button, input, select, textarea, [href], [tabindex]:not([tabindex="-1"])';

/**
 * A question over the screen. Focus starts on the safe button (marked `data-safe`), Escape is the
 * safe way out, and focus comes back afterwards. The bar with STOP stays outside and usable.
 */
export function Dialogue(props: {
  readonly title: ReactNode;
  readonly onSafe: () => void;
  /** For two things side by side. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}): ReactElement {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const behind = [...document.querySelectorAll('[data-behind]')];
    for (const part of behind) part.setAttribute('inert', '');
    box.current?.querySelector<HTMLElement>('[data-safe] button, button')?.focus();
    return () => {
      for (const part of behind) part.removeAttribute('inert');
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return createPortal(
    <div className={classes.veil}>
      <div
        ref={box}
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        className={props.wide === true ? `${classes.box} ${classes.wide}` : classes.box}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            props.onSafe();
          }
          if (event.key === 'Tab') keepInside(event, box.current);
        }}
      >
        <h2 id={id}>{props.title}</h2>
        {props.children}
      </div>
    </div>,
    document.getElementById('over') ?? document.body,
  );
}

function keepInside(event: React.KeyboardEvent, box: HTMLElement | null): void {
  const all = [...(box?.querySelectorAll<HTMLElement>(focusable) ?? [])];
  const first = all[0];
  const last = all.at(-1);
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first?.focus();
  }
}
