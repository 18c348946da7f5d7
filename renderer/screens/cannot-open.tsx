import type { ReactElement } from 'react';
import type { ClosedView } from '../../src/contract/views.ts';
import { wordsFor } from '../messages.ts';
import { Facts } from '../parts/values.tsx';
import layout from '../parts/layout.module.css';
import { Notice } from '../parts/notice.tsx';

/** The vault could not be opened: why, what is safe, what to do. */
export function CannotOpen({ closed }: { readonly closed: ClosedView }): ReactElement {
  const words = wordsFor(closed.code);
  return (
    <div className={`${layout.page} ${layout.narrow}`}>
      <h1>{words.what}</h1>
      <p className={layout.lead}>{words.safe}</p>
      <Notice kind="attention" title="What to do">
        <p>{words.act}</p>
      </Notice>
      <Facts
        facts={[
          ['Code', <code key="code">{closed.code}</code>],
          ['Said', closed.message],
        ]}
      />
      <p className={`${layout.muted} ${layout.measure}`}>
        If somebody is in danger, or you suspect illegal content, don’t wait for this computer: 999
        if a child is in danger now, 101 if not.
      </p>
    </div>
  );
}
