import type { ReactElement } from 'react';
import type { ExportView } from '../../../src/contract/views.ts';
import { useCommand } from '../../hooks/use-command.ts';
import { needed, useFormErrors } from '../../hooks/use-form-errors.ts';
import { Action, Button } from '../../parts/button.tsx';
import { Card, Ticks } from '../../parts/card.tsx';
import { TextArea, TextField } from '../../parts/field.tsx';
import layout from '../../parts/layout.module.css';
import { ErrorSummary } from '../../parts/notice.tsx';
import { Question } from '../../parts/question.tsx';

/** Who gets the pack and why they may. */
export interface Recipient {
  readonly recipient: string;
  readonly organisation: string;
  readonly purpose: string;
  readonly lawfulBasis: string;
}

/** What every step of the export is told. */
export interface ExportStepProps {
  readonly exported: ExportView;
  readonly recipient: Recipient;
  readonly arrived: boolean;
  readonly onContinue: () => void;
  readonly onBack: () => void;
}

/** Step 1 of 4: recipient, organisation, purpose, lawful basis. */
export function ForWhom(
  props: ExportStepProps & { readonly onChange: (recipient: Recipient) => void },
): ReactElement {
  const { recipient, onChange, exported } = props;
  const go = useCommand('screen.go');
  const form = useFormErrors([
    ...needed('recipient', recipient.recipient, 'Say who gets it'),
    ...needed('organisation', recipient.organisation, 'Say from which organisation'),
    ...needed('purpose', recipient.purpose, 'Say what it is for'),
    ...needed('basis', recipient.lawfulBasis, 'Say why they may have it'),
  ]);
  const field = (key: keyof Recipient) => (value: string) => {
    onChange({ ...recipient, [key]: value });
  };
  return (
    <Question
      arrived={props.arrived}
      title="Who gets the pack, and why may they?"
      lead="One pack is for one recipient and one purpose."
      onContinue={() => {
        if (exported.exportRefusal === null && form.check()) props.onContinue();
      }}
      asideLabel="What goes on record"
      aside={
        <Card title="What goes on record" icon="recorded">
          <Ticks
            items={[
              { icon: 'leaves', words: 'Recipient, purpose and basis, and exactly what left' },
              { icon: 'locked', words: 'What stayed, and why' },
              { icon: 'off', words: 'Nothing is sent: you hand the file over yourselves' },
            ]}
          />
        </Card>
      }
    >
      <ErrorSummary errors={form.shown} attempt={form.attempt} />
      <TextField
        id="recipient"
        label="Person or office"
        hint="For example Officer 2206."
        value={recipient.recipient}
        error={form.errorOf('recipient')}
        onChange={field('recipient')}
      />
      <TextField
        id="organisation"
        label="Organisation"
        value={recipient.organisation}
        error={form.errorOf('organisation')}
        onChange={field('organisation')}
      />
      <TextArea
        id="purpose"
        label="What it is for"
        value={recipient.purpose}
        error={form.errorOf('purpose')}
        onChange={field('purpose')}
      />
      <TextArea
        id="basis"
        label="Lawful basis"
        hint="The request with its date and number, or the duty under which it is shared."
        value={recipient.lawfulBasis}
        error={form.errorOf('basis')}
        onChange={field('lawfulBasis')}
      />
      <div className={`${layout.row} ${layout.between}`}>
        <Action submit kind="primary" large refusal={exported.exportRefusal}>
          Continue
        </Action>
        <Button kind="quiet" busy={go.busy} onPress={() => void go.run({ to: 'investigation' })}>
          Leave without a pack
        </Button>
      </div>
    </Question>
  );
}
