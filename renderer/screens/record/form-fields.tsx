import type { ReactElement } from 'react';
import type { RecordView } from '../../../src/contract/views.ts';
import { Address } from '../../parts/values.tsx';
import classes from './record.module.css';

/** Every field of the form in its order, as text: what is in it and what is not yet. */
export function FormFields({ record }: { readonly record: RecordView }): ReactElement {
  return (
    <div className={classes.form}>
      <h2>Record of reviewing devices / Internet sites (responding to incidents of misuse)</h2>
      <table>
        <caption className="hidden">Fields of the record</caption>
        <tbody>
          {record.fields.map((field) => (
            <tr key={field.label}>
              <th scope="row">{field.label}</th>
              <td>
                {field.missing ? <span className={classes.gap}>Not there yet</span> : field.value}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <caption className="hidden">Web sites or devices, and reasons for concern</caption>
        <thead>
          <tr>
            <th scope="col">Web site(s) address / device</th>
            <th scope="col">Reason for concern</th>
          </tr>
        </thead>
        <tbody>
          {record.rows.length === 0 ? (
            <tr>
              <td colSpan={2}>No address was opened</td>
            </tr>
          ) : (
            record.rows.map((row, index) => (
              <tr key={index}>
                <td>
                  <Address>{row.address}</Address>
                </td>
                <td>{row.concern}</td>
              </tr>
            ))
          )}
        </tbody>
      </table>
      <table>
        <caption className="hidden">Conclusion</caption>
        <thead>
          <tr>
            <th scope="col">Conclusion and Action proposed or taken</th>
          </tr>
        </thead>
        <tbody>
          {record.conclusions.length === 0 ? (
            <tr>
              <td>
                <span className={classes.gap}>Not there yet</span>
              </td>
            </tr>
          ) : (
            record.conclusions.map((row, index) => (
              <tr key={index}>
                <td>{row}</td>
              </tr>
            ))
          )}
        </tbody>
      </table>
    </div>
  );
}
