/** A cell, and what ends it (RFC 4180). */
const CELL = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r?\n|$)/g;
const FORMULA = /^"?[=+\-@\t\r\n]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** So that a spreadsheet takes no cell for a formula: such a one begins with an apostrophe, as reports have it. */
export const defuse = (csv: string): string =>
  csv.replace(CELL, (whole, cell: string, end: string) => {
    if (!FORMULA.test(cell) || NUMBER.test(cell)) return whole;
    return (cell.startsWith('"') ? `"'${cell.slice(1)}` : `'${cell}`) + end;
  });
