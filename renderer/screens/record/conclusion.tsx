import { useEffect, useState, type ReactElement } from 'react';
import type { RecordView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { Rows } from '../../parts/rows.tsx';
import panel from '../review/panel.module.css';

/** The rows of "Conclusion and Action proposed or taken", written by the two and put in together. */
export function Conclusion(props: {
  readonly record: RecordView;
  readonly onUnsaved: (unsaved: boolean) => void;
}): ReactElement {
  const { record, onUnsaved } = props;
  const saved = record.conclusions.length === 0 ? [''] : record.conclusions;
  const [rows, setRows] = useState<readonly string[]>(saved);
  const [tried, setTried] = useState(false);
  const command = useCommand('record.conclusion');
  const written = rows.map((row) => row.trim()).filter((row) => row !== '');
  const unsaved = JSON.stringify(written) !== JSON.stringify(record.conclusions);
  const due = unsaved || record.conclusions.length === 0;
  useEffect(() => {
    onUnsaved(unsaved);
  }, [unsaved, onUnsaved]);
  return (
    <section className={due ? `${panel.section} ${panel.now}` : panel.section}>
      <Rows
        id="conclusion"
        legend="Conclusion and action proposed or taken"
        hint="What you found and what you propose. Facts, not guilt. Don’t name who reported it."
        one="Row"
        rows={rows}
        error={tried && written.length === 0 ? 'Write at least one row' : null}
        onChange={setRows}
      />
      {command.failure === null ? null : <FailureNotice {...command.failure} />}
      <Action
        wide
        kind={due ? 'primary' : 'plain'}
        busy={command.busy}
        refusal={due ? null : 'It stands in the record as it is here'}
        onPress={() => {
          setTried(true);
          if (written.length > 0) void command.run({ rows: written });
          else document.getElementById('conclusion-1')?.focus();
        }}
      >
        Put it into the record
      </Action>
    </section>
  );
}
