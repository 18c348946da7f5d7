import type { ReactElement } from 'react';
import classes from './sheet-words.module.css';

const length = 26;
const word = /^[a-z]{3,8}$/;

/** A recovery sheet of which nothing has been typed yet: 24 words and two check words. */
export const emptySheet: readonly string[] = Array.from({ length }, () => '');

/** Whether all 26 places hold something that can be a word. */
export function sheetFilled(words: readonly string[]): boolean {
  return words.length === length && words.every((one) => word.test(one));
}

/** The 26 numbered places of a recovery sheet, to be typed from paper. */
export function SheetWords(props: {
  readonly id: string;
  readonly legend: string;
  readonly words: readonly string[];
  readonly onChange: (words: readonly string[]) => void;
  readonly showErrors: boolean;
}): ReactElement {
  return (
    <fieldset className={classes.set}>
      <legend className={classes.legend}>{props.legend}</legend>
      <div className={classes.words}>
        {props.words.map((typed, index) => {
          const wrong = props.showErrors && !word.test(typed);
          return (
            // A place on the sheet is its number, whatever stands there.
            <label key={index} className={wrong ? classes.wrong : undefined}>
              <b>
                Word {index + 1}
                {wrong ? ': look again' : ''}
              </b>
              <input
                id={`${props.id}-${index + 1}`}
                value={typed}
                maxLength={8}
                spellCheck={false}
                autoComplete="off"
                autoCapitalize="none"
                aria-invalid={wrong || undefined}
                onChange={(event) => {
                  props.onChange(placed(props.words, index, [event.currentTarget.value]));
                }}
                onPaste={(event) => {
                  const pasted = event.clipboardData.getData('text').trim().split(/\s+/u);
                  if (pasted.length < 2) return;
                  event.preventDefault();
                  props.onChange(placed(props.words, index, pasted));
                }}
              />
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

function placed(
  words: readonly string[],
  from: number,
  typed: readonly string[],
): readonly string[] {
  return words.map((now, index) => {
    const given = typed[index - from];
    return given === undefined ? now : given.trim().toLowerCase().slice(0, 8);
  });
}
