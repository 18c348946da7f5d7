import { useState, type ReactElement } from 'react';
import type { RecordView } from '../../../src/contract/views.ts';
import { useFetched } from '../../hooks/use-fetched.ts';
import { FailureNotice } from '../../parts/notice.tsx';
import { PdfPages } from '../../pdf/pdf-pages.tsx';
import panel from '../review/panel.module.css';
import stage from '../review/stage.module.css';
import { FormFields } from './form-fields.tsx';
import { RecordPanel } from './record-panel.tsx';
import classes from './record.module.css';

type Shown = 'print' | 'fields';

/** The record: the form on the left, as it prints or field by field; completing and signing right. */
export function Record({ record }: { readonly record: RecordView }): ReactElement {
  const [shown, setShown] = useState<Shown>('print');
  return (
    <>
      <section className={stage.stage} aria-label="The record">
        <div className={stage.head}>
          <span className={stage.segments} role="group" aria-label="How the record is shown">
            <Segment shown={shown} value="print" name="As it will be printed" onShow={setShown} />
            <Segment shown={shown} value="fields" name="Field by field" onShow={setShown} />
          </span>
          <span className={stage.said}>Version {record.version}</span>
        </div>
        <div className={`${stage.frame} ${classes.frame}`}>
          <div
            className={`${stage.shot} ${classes.scroll}`}
            tabIndex={0}
            role="region"
            aria-label={
              shown === 'print'
                ? 'Preview of the record, as it will be printed'
                : 'Fields of the record'
            }
          >
            {shown === 'print' ? (
              <Preview previewKey={record.previewKey} />
            ) : (
              <FormFields record={record} />
            )}
          </div>
        </div>
      </section>
      <div
        className={`${panel.panel} ${classes.panel}`}
        role="region"
        aria-label="Complete and sign"
        tabIndex={0}
        data-region="panel"
      >
        <RecordPanel record={record} />
      </div>
    </>
  );
}

function Segment(props: {
  readonly shown: Shown;
  readonly value: Shown;
  readonly name: string;
  readonly onShow: (shown: Shown) => void;
}): ReactElement {
  return (
    <button
      type="button"
      aria-pressed={props.shown === props.value}
      onClick={() => {
        props.onShow(props.value);
      }}
    >
      {props.name}
    </button>
  );
}

function Preview({ previewKey }: { readonly previewKey: string }): ReactElement {
  const { value, failure } = useFetched('record.preview', {}, previewKey);
  if (failure !== null) return <FailureNotice {...failure} />;
  if (value === null) {
    return (
      <p className={classes.working} role="status">
        The document is being made
      </p>
    );
  }
  return <PdfPages pdf={value.pdf} />;
}
