import type { ReactElement } from 'react';
import { counted, inertText, sizeOf } from '../../format.ts';
import layout from '../../parts/layout.module.css';
import { StepHeading } from '../../parts/question.tsx';
import { NumberCell, Table } from '../../parts/table.tsx';
import type { ExportStepProps } from './for-whom.tsx';
import { Ways } from './leaves-stays.tsx';

/** Step 3 of 4: every file by its name in the pack. */
export function LookThrough(props: ExportStepProps): ReactElement {
  const { leaves } = props.exported;
  return (
    <div className={layout.stack}>
      <StepHeading
        arrived={props.arrived}
        title="Look through it together"
        lead={`${counted(leaves.length, 'file')}, by the names they have in the pack. If one should not be there, go back.`}
      />
      <Table label="Files that leave" heads={['What it is', 'Name in the pack', 'Size']}>
        {leaves.map((file) => (
          <tr key={file.path}>
            <th scope="row">{file.what}</th>
            <td>
              <code>{inertText(file.path)}</code>
            </td>
            <NumberCell>
              {file.sizeBytes === null ? 'once written' : sizeOf(file.sizeBytes)}
            </NumberCell>
          </tr>
        ))}
      </Table>
      <Ways {...props} button="It may leave: go on to sign" />
    </div>
  );
}
