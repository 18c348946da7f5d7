import { useEffect, useState, type ReactElement } from 'react';
import type { AppView } from '../src/contract/views.ts';
import { call } from './api.ts';
import { useRegions } from './hooks/use-regions.ts';
import { useView } from './hooks/use-view.ts';
import { FailureNotice } from './parts/notice.tsx';
import { Screen } from './screen.tsx';
import { AddressBar } from './screens/review/address-bar.tsx';
import { Bar } from './shell/bar.tsx';
import { Boundary } from './shell/boundary.tsx';
import { IdleWarning } from './shell/idle.tsx';
import { Rail } from './shell/rail.tsx';
import classes from './shell/shell.module.css';
import { Strip } from './shell/strip.tsx';

/** The whole window: bar, rail, one screen, strip. */
export function App(): ReactElement | null {
  const view = useView();
  useRegions();
  return view === null ? null : <Window view={view} />;
}

function Window({ view }: { readonly view: AppView }): ReactElement {
  const { screen } = view;
  const work = screen.kind === 'review' || screen.kind === 'record';
  useScreenFocus(screen.kind);
  return (
    <>
      <button
        type="button"
        className={`${classes.skip} no-print`}
        onClick={() => document.getElementById('main')?.focus()}
      >
        Skip to main content
      </button>
      <div className={work ? `${classes.app} ${classes.work}` : classes.app}>
        <Bar
          view={view}
          address={screen.kind === 'review' ? <AddressBar review={screen} /> : undefined}
        />
        {view.step === null ? null : <Rail step={view.step} stopped={view.stopped} />}
        {view.idleSecondsLeft === null ? null : (
          <IdleWarning secondsLeft={view.idleSecondsLeft} sheets={screen.kind === 'renewal'} />
        )}
        {view.notice === null ? null : (
          <section className={classes.over} aria-label="Message">
            <FailureNotice
              {...view.notice}
              assertive
              onDismiss={() => void call('app.dismiss-notice', {})}
            />
          </section>
        )}
        <main id="main" tabIndex={-1} className={classes.main} data-region="content" data-behind="">
          <Boundary key={screen.kind}>
            <Screen view={view} />
          </Boundary>
        </main>
        <Strip view={view} />
      </div>
      <div id="over" />
    </>
  );
}

/** A new screen starts at its top, with the focus on its content; the first one leaves it alone. */
function useScreenFocus(kind: string): void {
  const [shown, setShown] = useState(kind);
  useEffect(() => {
    if (shown === kind) return;
    setShown(kind);
    window.scrollTo(0, 0);
    document.getElementById('main')?.focus();
  }, [kind, shown]);
}
