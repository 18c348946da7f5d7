import type { ReactElement, ReactNode } from 'react';
import classes from './table.module.css';

/** A table in a box of its own that scrolls, is named and can be reached by the keyboard. */
export function Table(props: {
  readonly label: string;
  readonly heads: readonly ReactNode[];
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className={classes.region} role="region" aria-label={props.label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {props.heads.map((head, index) => (
              <th key={index} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}

/** A smaller second line in a cell. */
export function Under({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className={classes.note}>{children}</span>;
}

/** The cell of a row's own button. */
export function ActCell({ children }: { readonly children: ReactNode }): ReactElement {
  return <td className={classes.act}>{children}</td>;
}

/** A cell of figures. */
export function NumberCell({ children }: { readonly children: ReactNode }): ReactElement {
  return <td className={classes.number}>{children}</td>;
}
