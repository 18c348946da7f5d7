import type { ReactElement } from 'react';

/** The app's mark: a sheet with one line of text and two signatures' ticks, side by side. */
export function Mark(): ReactElement {
  return (
    <svg
      viewBox="0 0 26 26"
      width="26"
      height="26"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M3 5h20v16H3z" />
      <path d="M7 9h12" strokeWidth="1.5" />
      <path d="M7 16.2l2 1.8 3-5" />
      <path d="M14 16.2l2 1.8 3-5" />
    </svg>
  );
}
