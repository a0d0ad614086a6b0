import { field } from './fields/field.ts';

/** Where a page ended: the last entry's place in the order by time and id, so that new entries move nothing. */
export interface PageCursor {
  /** To the microsecond, as the database has it: a `Date` would lose the last three digits and with them entries. */
  readonly at: string;
  readonly id: string;
}

const AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Opaque to callers; it holds nothing that the entry itself does not show. */
export function writeCursor({ at, id }: PageCursor): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

export function readCursor(text: string | undefined): PageCursor | undefined {
  const [at = '', id = '', ...rest] = Buffer.from(text ?? '', 'base64url')
    .toString('latin1')
    .split(' ');
  const real = AT.test(at) && !Number.isNaN(new Date(at).getTime());
  return real && ID.test(id) && rest.length === 0 ? { at, id } : undefined;
}

/** The `cursor` of a list. */
export function Cursor(): PropertyDecorator {
  return field(
    (value) =>
      typeof value === 'string' && readCursor(value) !== undefined ? undefined : 'must be a next_cursor of this list',
    { type: 'string', maxLength: 128 },
    { optional: true, description: 'The `next_cursor` of the page before; with the same filters.' },
  );
}
