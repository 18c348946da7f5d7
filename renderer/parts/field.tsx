import type { HTMLInputTypeAttribute, ReactElement, ReactNode } from 'react';
import classes from './field.module.css';

/** What every field of ours can be told. */
export interface FieldProps {
  readonly id: string;
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
}

function described({ id, hint, error }: FieldProps): string | undefined {
  const parts = [
    hint === undefined ? '' : `${id}-hint`,
    error === null || error === undefined ? '' : `${id}-error`,
  ];
  const joined = parts.join(' ').trim();
  return joined === '' ? undefined : joined;
}

function Around(props: FieldProps & { readonly children: ReactNode }): ReactElement {
  const wrong = props.error !== null && props.error !== undefined;
  return (
    <div className={wrong ? `${classes.field} ${classes.wrong}` : classes.field}>
      <label htmlFor={props.id}>{props.label}</label>
      {props.hint === undefined ? null : (
        <p id={`${props.id}-hint`} className={classes.hint}>
          {props.hint}
        </p>
      )}
      {props.children}
      {wrong ? (
        <p id={`${props.id}-error`} className={classes.error}>
          {props.error}
        </p>
      ) : null}
    </div>
  );
}

/** One line of text. */
export function TextField(
  props: FieldProps & {
    readonly type?: HTMLInputTypeAttribute;
    readonly autoComplete?: string;
    readonly inputMode?: 'text' | 'numeric' | 'url';
    readonly maxLength?: number;
    readonly mono?: boolean;
    readonly inputRef?: React.Ref<HTMLInputElement>;
    readonly placeholder?: never;
  },
): ReactElement {
  return (
    <Around {...props}>
      <input
        ref={props.inputRef}
        id={props.id}
        type={props.type ?? 'text'}
        className={props.mono === true ? classes.mono : undefined}
        value={props.value}
        maxLength={props.maxLength ?? 200}
        inputMode={props.inputMode}
        autoComplete={props.autoComplete ?? 'off'}
        spellCheck={false}
        aria-describedby={described(props)}
        aria-invalid={props.error === null || props.error === undefined ? undefined : true}
        onChange={(event) => {
          props.onChange(event.currentTarget.value);
        }}
      />
    </Around>
  );
}

/** Several lines of text. */
export function TextArea(props: FieldProps & { readonly rows?: number }): ReactElement {
  return (
    <Around {...props}>
      <textarea
        id={props.id}
        rows={props.rows ?? 3}
        value={props.value}
        maxLength={4000}
        aria-describedby={described(props)}
        aria-invalid={props.error === null || props.error === undefined ? undefined : true}
        onChange={(event) => {
          props.onChange(event.currentTarget.value);
        }}
      />
    </Around>
  );
}

/** One of a short list. The first line asks for a choice, so that nobody is chosen by default. */
export function SelectField(
  props: FieldProps & {
    readonly options: readonly { readonly value: string; readonly name: string }[];
  },
): ReactElement {
  return (
    <Around {...props}>
      <select
        id={props.id}
        value={props.value}
        aria-describedby={described(props)}
        aria-invalid={props.error === null || props.error === undefined ? undefined : true}
        onChange={(event) => {
          props.onChange(event.currentTarget.value);
        }}
      >
        <option value="">Choose…</option>
        {props.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </Around>
  );
}
