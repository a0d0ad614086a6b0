/**
 * CSV by RFC 4180: commas, CRLF, quotes where they are needed. The file begins with a byte order mark, without which Excel
 * reads UTF-8 as something else, and Arabic in it as noise.
 */
export const BYTE_ORDER_MARK = '\uFEFF';

/** What a cell is safe without quotes with; everything else stands in them, so that semicolons part nothing either. */
const PLAIN = /^[\w.:+-]*$/;
/** With what spreadsheets begin a formula, once full-width and small forms are written as their usual ones. */
const FORMULA = /^[=+\-@\u2212]/;
/** What may stand before it: spaces and what is invisible, and apostrophes, so that what is put before them can be taken away again. */
const BEFORE = /^[\s\p{C}\p{Z}']+/u;
const CONTROL = /^'*\p{Cc}/u;

/** A line of cells that hold no text of others, or went through `textCell`. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (PLAIN.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`)).join(',')}\r\n`;
}

/**
 * Text that somebody else wrote: an apostrophe goes before whatever a spreadsheet might take for a formula. Where the rest of
 * a cell behind an apostrophe is such a text, the apostrophe is ours.
 */
export function textCell(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}

function isFormula(text: string): boolean {
  return CONTROL.test(text) || FORMULA.test(text.normalize('NFKC').replace(BEFORE, ''));
}
