import type { ReactElement } from 'react';
import { Button } from './button.tsx';
import { TextArea } from './field.tsx';
import layout from './layout.module.css';
import classes from './field.module.css';

const most = 50;

/** A list of written rows, as many as are needed: each can be taken out, one more can be added. */
export function Rows(props: {
  readonly id: string;
  readonly legend: string;
  readonly hint?: string;
  /** What one row is called, as Action in Action 2. */
  readonly one: string;
  readonly rows: readonly string[];
  readonly error?: string | null;
  readonly onChange: (rows: readonly string[]) => void;
}): ReactElement {
  const { rows } = props;
  return (
    <fieldset className={layout.stackS}>
      <legend className={classes.legend}>{props.legend}</legend>
      {props.hint === undefined ? null : <p className={classes.hint}>{props.hint}</p>}
      {rows.map((row, index) => (
        // Rows have no name of their own: a row is its place in the list.
        <div key={index} className={layout.stackS}>
          <TextArea
            id={`${props.id}-${index + 1}`}
            label={`${props.one} ${index + 1}`}
            rows={2}
            value={row}
            error={index === 0 ? props.error : null}
            onChange={(value) => {
              props.onChange(rows.map((now, at) => (at === index ? value : now)));
            }}
          />
          {rows.length < 2 ? null : (
            <div>
              <Button
                kind="quiet"
                name={`Take it out: ${props.one.toLowerCase()} ${index + 1}`}
                onPress={() => {
                  props.onChange(rows.filter((_, at) => at !== index));
                }}
              >
                Take it out
              </Button>
            </div>
          )}
        </div>
      ))}
      <div>
        <Button
          refusal={rows.length < most ? null : `No more than ${most}`}
          onPress={() => {
            props.onChange([...rows, '']);
          }}
        >
          One more
        </Button>
      </div>
    </fieldset>
  );
}
