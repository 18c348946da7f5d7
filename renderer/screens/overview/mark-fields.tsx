import { useState, type ReactElement } from 'react';
import type { ChannelInput } from '../../../src/contract/channels.ts';
import { TextArea, TextField } from '../../parts/field.tsx';
import classes from './mark-part.module.css';

/** What stands in the part, and why it was marked. */
export type Said = Omit<ChannelInput<'part.propose'>, 'css'>;

/** Nothing written yet. */
export const nothingSaid: Said = { username: '', displayName: '', shownAt: '', said: '', why: '' };

/** The fields of a part: typed, or what was said picked from the page's recorded text. */
export function MarkFields(props: {
  readonly lines: readonly string[];
  readonly said: Said;
  readonly onChange: (said: Said) => void;
}): ReactElement {
  const { said, onChange } = props;
  const change = (name: keyof Said) => (value: string) => {
    onChange({ ...said, [name]: value });
  };
  return (
    <>
      <div className={classes.two}>
        <TextField
          id="mark-username"
          label="User name as shown"
          value={said.username}
          onChange={change('username')}
        />
        <TextField
          id="mark-display"
          label="Display name as shown"
          value={said.displayName}
          onChange={change('displayName')}
        />
        <TextField
          id="mark-shown"
          label="Date and time as shown"
          hint="As it stands there, even if that is “2 h”"
          value={said.shownAt}
          onChange={change('shownAt')}
        />
      </div>
      <TextArea
        id="mark-said"
        label="What was said"
        hint="Type it as it stands, or pick lines below"
        value={said.said}
        onChange={change('said')}
      />
      <PickLines lines={props.lines} onPick={change('said')} />
      <TextArea
        id="mark-why"
        label="Why this part"
        hint="Never who reported it"
        value={said.why}
        onChange={change('why')}
      />
    </>
  );
}

/** Lines of the recorded text; what is ticked stands in their order in "What was said". */
function PickLines(props: {
  readonly lines: readonly string[];
  readonly onPick: (text: string) => void;
}): ReactElement | null {
  const [find, setFind] = useState('');
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  if (props.lines.length === 0) return null;
  const wanted = find.trim().toLowerCase();
  const shown = props.lines
    .map((line, index) => ({ line, index }))
    .filter(({ line, index }) => picked.has(index) || line.toLowerCase().includes(wanted))
    .slice(0, 200);
  return (
    <details>
      <summary>Pick from the page’s recorded text ({props.lines.length} lines)</summary>
      <div className={classes.find}>
        <TextField id="mark-find" label="Find in the text" value={find} onChange={setFind} />
      </div>
      <div className={classes.lines} role="group" aria-label="Lines of the recorded text">
        {shown.map(({ line, index }) => (
          <label key={index}>
            <input
              type="checkbox"
              checked={picked.has(index)}
              onChange={(event) => {
                const next = new Set(picked);
                if (event.currentTarget.checked) next.add(index);
                else next.delete(index);
                setPicked(next);
                const text = props.lines.filter((_, place) => next.has(place)).join('\n');
                props.onPick(text.slice(0, 4000));
              }}
            />
            <span dir="auto">{line}</span>
          </label>
        ))}
      </div>
    </details>
  );
}
