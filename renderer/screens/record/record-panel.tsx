import { useState, type ReactElement } from 'react';
import type { RecordView } from '../../../src/contract/views.ts';
import { counted, firstNameOf } from '../../format.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { Action } from '../../parts/button.tsx';
import { Ticks } from '../../parts/card.tsx';
import layout from '../../parts/layout.module.css';
import panel from '../review/panel.module.css';
import { Conclusion } from './conclusion.tsx';
import { SignPair } from './sign-pair.tsx';

/** The right-hand side: what is missing, the conclusion, and both signatures beside the document. */
export function RecordPanel({ record }: { readonly record: RecordView }): ReactElement {
  const go = useCommand('screen.go');
  const [unsaved, setUnsaved] = useState(false);
  const anySigned = record.first.signedAt !== null || record.second.signedAt !== null;
  return (
    <>
      <section className={panel.section}>
        <h1>{headingOf(record)}</h1>
        <p className={`${layout.small} ${layout.muted}`}>{leadOf(record)}</p>
      </section>
      <section className={panel.section} aria-labelledby="complete">
        <h2 id="complete">Is it complete?</h2>
        <div role="status">
          <Ticks
            items={
              record.missing.length === 0
                ? [
                    { icon: 'done', words: 'Every field is filled' },
                    { icon: 'done', words: 'Addresses where you found nothing are listed too' },
                  ]
                : record.missing.map((words) => ({ icon: 'doubt', words }))
            }
          />
        </div>
      </section>
      {anySigned ? null : <Conclusion record={record} onUnsaved={setUnsaved} />}
      <SignPair
        record={record}
        refusal={
          record.signRefusal ?? (unsaved ? 'Put the conclusion into the record first' : null)
        }
      />
      <section className={panel.section}>
        <Action kind="quiet" busy={go.busy} onPress={() => void go.run({ to: 'investigation' })}>
          Back to the overview
        </Action>
      </section>
    </>
  );
}

function headingOf(record: RecordView): string {
  const signed = [record.first, record.second].filter((half) => half.signedAt !== null).length;
  if (signed === 2) return 'Signed by both';
  if (signed === 1) return 'One signature to go';
  return record.missing.length === 0 ? 'Read it, then both sign' : 'Complete the record';
}

function leadOf(record: RecordView): string {
  const waiting = [record.first, record.second].filter((half) => half.signedAt === null);
  if (waiting.length === 0) {
    return `Nothing in version ${record.version} can be changed. A correction is a new version.`;
  }
  const [only] = waiting;
  if (waiting.length === 1 && only !== undefined) {
    return `${firstNameOf(only.person.name)}, read the whole record first. Once both have signed, nothing in it can be changed. A correction is a new version.`;
  }
  return record.missing.length === 0
    ? 'Both read the whole record. Once both have signed, nothing in it can be changed. A correction is a new version.'
    : `${counted(record.missing.length, 'thing')} still missing. Everything else was filled from the ledger.`;
}
