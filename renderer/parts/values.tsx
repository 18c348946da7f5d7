import type { ReactElement, ReactNode } from 'react';
import { addressParts, digestGroups } from '../format.ts';
import classes from './values.module.css';

/** An address as text and nothing else: no link, no icon, no tooltip. */
export function Address(props: {
  readonly children: string;
  readonly selectable?: boolean;
}): ReactElement {
  const parts = addressParts(props.children);
  return (
    <bdi
      dir="ltr"
      className={
        props.selectable === false ? `${classes.address} ${classes.fixed}` : classes.address
      }
    >
      {parts.before}
      <b>{parts.site}</b>
      {parts.after}
    </bdi>
  );
}

/** A digest in sixteen groups of four, to be read aloud. Copying gives it without spaces. */
export function Digest(props: { readonly label: string; readonly value: string }): ReactElement {
  return (
    <div className={classes.digest}>
      <span className={classes.label}>{props.label}</span>
      <code
        className={classes.groups}
        onCopy={(event) => {
          const picked = window.getSelection()?.toString() ?? '';
          event.clipboardData.setData('text/plain', picked.replace(/\s+/g, ''));
          event.preventDefault();
        }}
      >
        {digestGroups(props.value).map((group, index) => (
          // Groups may repeat, so only their place tells them apart.
          <span key={index}>{group} </span>
        ))}
      </code>
    </div>
  );
}

/** Names and values, one a line. */
export function Facts(props: {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}): ReactElement {
  return (
    <dl className={classes.facts}>
      {props.facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
