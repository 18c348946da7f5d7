import { useEffect, useState, type ReactElement } from 'react';
import { call } from '../../api.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { FailureNotice } from '../../parts/notice.tsx';
import progress from '../../parts/progress.module.css';
import classes from './setup.module.css';

/** A new passphrase as it is being chosen. */
export interface PassphraseState {
  readonly passphrase: string;
  readonly again: string;
  /** Whether the last measurement found it hard enough to guess. */
  readonly enough: boolean;
}

/** Bits at which the measure is full; well above what is asked for. */
const fullBits = 100;

/** Choose a passphrase: five words are offered, what is typed is measured, and it is typed twice. */
export function NewPassphrase(props: {
  readonly whose: string;
  readonly state: PassphraseState;
  readonly onChange: (state: PassphraseState) => void;
  readonly errorOf: (id: string) => string | null;
}): ReactElement {
  const { state, onChange, whose } = props;
  const suggest = useCommand('setup.suggest-passphrase');
  const [offered, setOffered] = useState<string | null>(null);
  const bits = useMeasured(state, onChange);
  return (
    <fieldset className={layout.stack}>
      <legend className={classes.legend}>
        {whose} chooses a passphrase. Everybody else looks away
      </legend>
      {offered === null ? null : (
        <div className={layout.stackS} role="status">
          <p className={layout.small}>
            Five words, offered to {whose}. Write them down on your own paper:
          </p>
          <p className={classes.offered}>{offered}</p>
        </div>
      )}
      {suggest.failure === null ? null : <FailureNotice {...suggest.failure} />}
      <div>
        <Button
          busy={suggest.busy}
          onPress={() =>
            void suggest.run({}).then((made) => {
              if (made !== null) setOffered(made.passphrase);
            })
          }
        >
          {offered === null ? 'Offer five words' : 'Offer five others'}
        </Button>
      </div>
      <TextField
        id="new-passphrase"
        label="Passphrase"
        hint="Five words, or a long sentence only you would write."
        type="password"
        autoComplete="new-password"
        maxLength={512}
        value={state.passphrase}
        error={props.errorOf('new-passphrase')}
        onChange={(passphrase) => {
          onChange({ ...state, passphrase, enough: false });
        }}
      />
      <Measure bits={state.passphrase === '' ? null : bits} enough={state.enough} />
      <TextField
        id="new-passphrase-again"
        label="The same once more"
        hint={
          offered === null
            ? undefined
            : 'The words offered disappear when this person has been added.'
        }
        type="password"
        autoComplete="new-password"
        maxLength={512}
        value={state.again}
        error={props.errorOf('new-passphrase-again')}
        onChange={(again) => {
          onChange({ ...state, again });
        }}
      />
    </fieldset>
  );
}

function Measure(props: { readonly bits: number | null; readonly enough: boolean }): ReactElement {
  const { bits, enough } = props;
  return (
    <div className={classes.meter}>
      <progress
        className={progress.bar}
        aria-label="How hard it is to guess"
        value={Math.min(bits ?? 0, fullBits)}
        max={fullBits}
      />
      <p role="status">
        {bits === null
          ? 'How hard it is to guess is measured while you type'
          : enough
            ? `Hard enough to guess (about ${Math.round(bits)} bits)`
            : `Too easy to guess (about ${Math.round(bits)} bits): make it longer`}
      </p>
    </div>
  );
}

/** Measures what is typed once the typing rests; only the newest measurement counts. */
function useMeasured(
  state: PassphraseState,
  onChange: (state: PassphraseState) => void,
): number | null {
  const [bits, setBits] = useState<number | null>(null);
  const { passphrase } = state;
  useEffect(() => {
    if (passphrase === '') {
      setBits(null);
      return undefined;
    }
    let wanted = true;
    const timer = setTimeout(() => {
      void call('setup.measure-passphrase', { passphrase }).then((measured) => {
        if (!wanted || !measured.ok) return;
        setBits(measured.value.bits);
        onChange({ ...state, enough: measured.value.enough });
      });
    }, 150);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
    // Measured again when what is typed changes in either field: `state` is then a new one.
  }, [passphrase, state.again]);
  return bits;
}
