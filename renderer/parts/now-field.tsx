import type { ReactElement } from 'react';
import { localValueOf } from '../format.ts';
import { Button } from './button.tsx';
import { TextField, type FieldProps } from './field.tsx';
import layout from './layout.module.css';

/** A date and time, typed or taken from this computer's clock. */
export function NowField(props: FieldProps): ReactElement {
  return (
    <div className={layout.stackS}>
      <TextField {...props} type="datetime-local" />
      <div>
        <Button
          kind="quiet"
          onPress={() => {
            props.onChange(localValueOf(new Date()));
          }}
        >
          Now
        </Button>
      </div>
    </div>
  );
}
