import type { ReactElement, ReactNode } from 'react';
import classes from './field.module.css';

/** One answer of several. */
export interface Choice {
  readonly value: string;
  readonly name: ReactNode;
  readonly note?: ReactNode;
}

/** Radio buttons as whole rows that can be pressed. Nothing is chosen until somebody chooses. */
export function Choices(props: {
  readonly id: string;
  readonly legend: ReactNode;
  readonly legendHidden?: boolean;
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  readonly tight?: boolean;
  readonly error?: string | null | undefined;
}): ReactElement {
  const wrong = props.error !== null && props.error !== undefined;
  return (
    <fieldset
      className={wrong ? classes.wrong : undefined}
      aria-describedby={wrong ? `${props.id}-error` : undefined}
    >
      <legend className={props.legendHidden === true ? 'hidden' : classes.legend}>
        {props.legend}
      </legend>
      <div
        className={props.tight === true ? `${classes.choices} ${classes.tight}` : classes.choices}
      >
        {props.choices.map((choice, index) => (
          <label key={choice.value} className={classes.choice}>
            <input
              type="radio"
              id={index === 0 ? props.id : undefined}
              name={props.id}
              value={choice.value}
              checked={props.value === choice.value}
              onChange={() => {
                props.onChange(choice.value);
              }}
            />
            <b>{choice.name}</b>
            {choice.note === undefined ? null : <span className={classes.note}>{choice.note}</span>}
          </label>
        ))}
      </div>
      {wrong ? (
        <p id={`${props.id}-error`} className={classes.error}>
          {props.error}
        </p>
      ) : null}
    </fieldset>
  );
}

/** One statement to tick. */
export function CheckBox(props: {
  readonly id: string;
  readonly children: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly describedBy?: string | undefined;
}): ReactElement {
  return (
    <label className={classes.check}>
      <input
        id={props.id}
        type="checkbox"
        checked={props.checked}
        aria-describedby={props.describedBy}
        onChange={(event) => {
          props.onChange(event.currentTarget.checked);
        }}
      />
      <span>{props.children}</span>
    </label>
  );
}
