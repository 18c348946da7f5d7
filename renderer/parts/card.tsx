import { useId, type ReactElement, type ReactNode } from 'react';
import classes from './card.module.css';
import { Icon, type IconName } from './icon.tsx';

/** A sheet with a heading. `now` gives it the blue edge of the one decision on the screen. */
export function Card(props: {
  readonly title?: ReactNode;
  readonly icon?: IconName;
  readonly aside?: ReactNode;
  readonly now?: boolean;
  readonly flat?: boolean;
  readonly children?: ReactNode;
}): ReactElement {
  const id = useId();
  const kind = [
    classes.card,
    props.now === true ? classes.now : '',
    props.flat === true ? classes.flat : '',
  ].join(' ');
  if (props.title === undefined) return <div className={kind}>{props.children}</div>;
  return (
    <section className={kind} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>
          {props.icon === undefined ? null : <Icon name={props.icon} />}
          {props.title}
        </h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}

/** What is not here, why that is fine, and one way on. */
export function Empty(props: {
  readonly title: ReactNode;
  readonly children?: ReactNode;
}): ReactElement {
  return (
    <div className={classes.empty}>
      <p className={classes.emptyTitle}>{props.title}</p>
      {props.children}
    </div>
  );
}

/** A list of short facts, each with a sign. */
export function Ticks(props: {
  readonly items: readonly { readonly icon: IconName; readonly words: ReactNode }[];
}): ReactElement {
  return (
    <ul className={classes.ticks}>
      {props.items.map((item, index) => (
        <li key={index}>
          <Icon name={item.icon} />
          <span>{item.words}</span>
        </li>
      ))}
    </ul>
  );
}
