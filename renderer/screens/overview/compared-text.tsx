import type { ReactElement } from 'react';
import type { ChannelOutput } from '../../../src/contract/channels.ts';
import { counted, inertText } from '../../format.ts';
import layout from '../../parts/layout.module.css';
import classes from './compare.module.css';

type Text = ChannelOutput<'exhibit.compare'>['text'];
type Line = Text['lines'][number];

/** Lines that came and went, as text and nothing else. */
export function ComparedText({ text }: { readonly text: Text }): ReactElement {
  return (
    <section className={layout.stackS} aria-labelledby="compared-text">
      <h3 id="compared-text">The recorded text</h3>
      <p className={layout.small}>
        {text.state === 'same' ? 'Every line is the same.' : null}
        {text.state === 'differs'
          ? `${counted(text.removed, 'line')} only in the earlier capture, ${counted(text.added, 'line')} only in the later one.`
          : null}
        {text.notes.map((note) => ` ${note}`)}
      </p>
      {text.lines.length === 0 ? null : (
        <div
          className={classes.lines}
          tabIndex={0}
          role="region"
          aria-label="Lines that differ; scrolls"
        >
          <ol>
            {text.lines.map((line, index) => (
              <OneLine key={index} line={line} />
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}

function OneLine({ line }: { readonly line: Line }): ReactElement {
  if (line.kind === 'skipped') return <li className={classes.skipped}>{line.text}</li>;
  const mark = MARKS[line.kind];
  return (
    <li className={classes[line.kind]}>
      <span className={classes.mark}>{mark}</span>
      <span dir="auto">{inertText(line.text)}</span>
    </li>
  );
}

/** In words as well as in colour. */
const MARKS: Readonly<Record<Exclude<Line['kind'], 'skipped'>, string>> = {
  removed: 'Earlier only',
  added: 'Later only',
  same: 'Both',
};
