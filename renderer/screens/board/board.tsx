import { useState, type ReactElement } from 'react';
import type { AppView, BoardView, InvestigationSummary } from '../../../src/contract/views.ts';
import { counted } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Card, Empty } from '../../parts/card.tsx';
import { RenewalDue } from '../../parts/renewal-due.tsx';
import { Facts } from '../../parts/values.tsx';
import layout from '../../parts/layout.module.css';
import { EndSitting } from './end-sitting.tsx';
import { OpenInvestigation } from './open-investigation.tsx';
import { BoardTable } from './board-table.tsx';

/** The investigations on this computer, first what has to be done first. */
export function Board(props: { readonly board: BoardView; readonly view: AppView }): ReactElement {
  const { board, view } = props;
  const [opening, setOpening] = useState<InvestigationSummary | null>(null);
  const go = useCommand('screen.go');
  const stopped = board.investigations.filter((one) => one.state === 'stopped').length;
  return (
    <div className={layout.page}>
      <div className={`${layout.row} ${layout.between}`}>
        <div className={layout.stackS}>
          <h1>Investigations</h1>
          <p className={layout.muted}>
            {counted(board.investigations.length, 'investigation')} on this computer.
            {stopped === 0 ? '' : ` ${stopped} stopped.`}
          </p>
        </div>
        <Action
          large
          kind={board.investigations.length === 0 ? 'primary' : 'plain'}
          icon="authority"
          refusal={board.newRefusal}
          busy={go.busy}
          onPress={() => void go.run({ to: 'new-investigation' })}
        >
          New investigation
        </Action>
      </div>
      {board.renewalDue ? <RenewalDue /> : null}
      {board.investigations.length === 0 ? (
        <Empty title="No investigation yet">
          <p>One begins with a concern and an authority. Until then nothing is reviewed or kept.</p>
        </Empty>
      ) : (
        <BoardTable investigations={board.investigations} onOpen={setOpening} />
      )}
      <div className={layout.two}>
        <Card title="This computer" icon="computer">
          <Facts
            facts={[
              ['Computer', view.computer ?? 'Not named'],
              ['STOP key', view.stopKey],
              ['Version', `Countersign ${view.version}`],
            ]}
          />
        </Card>
        <EndSitting view={view} />
      </div>
      {opening === null ? null : (
        <OpenInvestigation
          investigation={opening}
          view={view}
          onClose={() => {
            setOpening(null);
          }}
        />
      )}
    </div>
  );
}
