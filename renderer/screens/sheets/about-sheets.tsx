import type { ReactElement } from 'react';
import { Card, Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import classes from './sheets.module.css';

/** What a recovery sheet is and where it is kept, beside the sheets. */
export function AboutSheets(): ReactElement {
  return (
    <aside className={`${layout.stack} no-print`} aria-label="What a recovery sheet is">
      <AnyTwo />
      <Card title="Where to keep a sheet">
        <Ticks
          items={[
            { icon: 'done', words: 'Apart from the others, locked, in a signed envelope' },
            { icon: 'off', words: 'Never photographed, scanned, or in an e-mail' },
            { icon: 'off', words: 'Never in the same room as this computer' },
          ]}
        />
      </Card>
    </aside>
  );
}

function AnyTwo(): ReactElement {
  return (
    <Card title="Any two open it">
      <svg
        viewBox="0 0 300 112"
        role="img"
        aria-label="Two sheets together open it for the police. One sheet alone opens nothing."
        className={classes.drawing}
        fill="none"
        strokeWidth="2"
      >
        <g className={classes.with}>
          <rect x="14" y="8" width="40" height="52" rx="3" />
          <rect x="70" y="8" width="40" height="52" rx="3" />
          <path d="M22 22h24M22 32h24M22 42h14M78 22h24M78 32h24M78 42h14" />
        </g>
        <g className={classes.alone}>
          <rect x="214" y="8" width="40" height="52" rx="3" strokeDasharray="4 4" />
          <path d="M222 22h24M222 32h24M222 42h14" />
        </g>
        <g textAnchor="middle">
          <text x="62" y="84" fontWeight="700">
            Two sheets
          </text>
          <text x="62" y="102" className={classes.second}>
            open for the police
          </text>
          <text x="234" y="84" fontWeight="700">
            One sheet
          </text>
          <text x="234" y="102" className={classes.second}>
            opens nothing
          </text>
        </g>
      </svg>
    </Card>
  );
}
