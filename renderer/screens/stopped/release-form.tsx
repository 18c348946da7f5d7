import { useState, type ReactElement } from 'react';
import type { ChannelInput } from '../../../src/contract/channels.ts';
import type { StoppedView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { useFormErrors } from '../../hooks/use-form-errors.ts';
import { Card } from '../../parts/card.tsx';
import { Choices } from '../../parts/choices.tsx';
import { TextArea } from '../../parts/field.tsx';
import { emptySheet, sheetFilled, SheetWords } from '../../parts/sheet-words.tsx';
import { WeightyAct } from '../../parts/weighty.tsx';
import layout from '../../parts/layout.module.css';

type Reason = ChannelInput<'release.open'>['reason'];

const reasons: readonly { readonly value: Reason; readonly name: string; readonly note: string }[] =
  [
    {
      value: 'police-instruction',
      name: 'The police instruct it in writing',
      note: 'Opened for them only',
    },
    {
      value: 'police-or-lado-request',
      name: 'The police or the LADO ask for it',
      note: 'Only after “No, something else” was answered, never where it might be an image of anyone under 18',
    },
    {
      value: 'not-illegal',
      name: 'The police say it is not illegal',
      note: 'The investigation goes on',
    },
    {
      value: 'mistake',
      name: 'The key was pressed by mistake',
      note: 'Both reviewers have to have signed that nothing was suspected. It stays in the record and in every pack',
    },
  ];

/** Two custodians, each with their sheet, open what was locked. It stays in the record. */
export function ReleaseForm(props: {
  readonly investigationId: string;
  readonly stopped: StoppedView;
}): ReactElement {
  const { stopped } = props;
  const [reason, setReason] = useState<Reason | null>(null);
  const [document, setDocument] = useState('');
  const [one, setOne] = useState(emptySheet);
  const [two, setTwo] = useState(emptySheet);
  const command = useCommand('release.open');
  const refusal = refusalOf(stopped, reason);
  const errors = [
    ...(reason === null ? [{ id: 'release-reason', message: 'Choose why' }] : []),
    ...(refusal === null ? [] : [{ id: 'release-reason', message: `Not yet: ${refusal}` }]),
    ...(document.trim() === '' ? [{ id: 'release-document', message: 'Name the document' }] : []),
    ...(sheetFilled(one) ? [] : [{ id: 'sheet-one-1', message: 'First sheet: 26 words' }]),
    ...(sheetFilled(two) ? [] : [{ id: 'sheet-two-1', message: 'Second sheet: 26 words' }]),
  ];
  const form = useFormErrors(errors);
  return (
    <Card title="Release by two custodians" now>
      <Choices
        id="release-reason"
        legend="Why"
        value={reason}
        error={form.errorOf('release-reason')}
        choices={reasons.map((one) => ({ ...one, note: noteOf(one, stopped) }))}
        onChange={(value) => {
          setReason(reasons.find((one) => one.value === value)?.value ?? null);
        }}
      />
      <TextArea
        id="release-document"
        label="The document: what it is, from whom, its date and number"
        rows={2}
        value={document}
        error={form.errorOf('release-document')}
        onChange={setDocument}
      />
      <p className={layout.small}>
        Each custodian types their own sheet. Everybody else looks away. The sheets are used up: new
        ones are made afterwards.
      </p>
      <SheetWords
        id="sheet-one"
        legend="First custodian’s sheet"
        words={one}
        onChange={setOne}
        showErrors={form.attempt > 0}
      />
      <SheetWords
        id="sheet-two"
        legend="Second custodian’s sheet"
        words={two}
        onChange={setTwo}
        showErrors={form.attempt > 0}
      />
      <WeightyAct
        label="Both agree to the release"
        first={stopped.people}
        second={stopped.approvers}
        notes={[
          'Authorised for this investigation',
          'The Headteacher, or the Chair where the Headteacher is excluded',
        ]}
        command={command}
        errors={errors}
        onShowErrors={form.show}
        button="Release it"
        why="The Headteacher approves every release. Why, by whom and when goes on record and into every pack."
        onAct={(credentials) => {
          if (reason === null) return;
          const sheets: ChannelInput<'release.open'>['sheets'] = [[...one], [...two]];
          void command
            .run({ investigationId: props.investigationId, reason, document, sheets, credentials })
            .then((released) => {
              if (released === null) return;
              setOne(emptySheet);
              setTwo(emptySheet);
            });
        }}
      />
    </Card>
  );
}

function refusalOf(stopped: StoppedView, reason: Reason | null): string | null {
  return stopped.releaseReasons.find((one) => one.reason === reason)?.refusal ?? null;
}

/** What a reason leads to, and why it is not open yet. */
function noteOf({ value, note }: (typeof reasons)[number], stopped: StoppedView): ReactElement {
  const refusal = refusalOf(stopped, value);
  return (
    <>
      {note}.{refusal === null ? null : <b> Not yet: {refusal}.</b>}
    </>
  );
}
