/** Print what the screen marks for print: a call sheet or a recovery sheet, as text. */
export function printThis(): void {
  window.print();
}
