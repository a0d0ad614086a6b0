import { PROTOTYPE_NAMES } from '../../http/dto.ts';
import { pointer } from '../../json/json-pointer.ts';
import type { FieldError } from '../../problems/problem.ts';
import type { FormField } from './read-form.ts';

/** A longer name is not repeated to the caller. */
const MAX_NAME_LENGTH = 128;
/** Objects, which a form cannot carry (F1.5). */
const OBJECTS: ReadonlySet<string> = new Set([
  'agreement',
  'billing_address',
  'branding_options',
  'card_acceptance_criteria',
  'extra',
  'loyalty',
  'notifications',
  'payment_instrument',
  'shipping_address',
]);
const NO_OBJECTS = 'cannot be sent in a form: upload the file first and send JSON with attachment_upload_url';

/** What is wrong with a field of any form, whatever its name means there. */
export function fieldViolation({ name, value, truncated }: FormField): FieldError | undefined {
  if (name === '' || [...name].length > MAX_NAME_LENGTH || PROTOTYPE_NAMES.has(name)) {
    return { pointer: '', message: 'has a part whose name is not allowed' };
  }
  const at = pointer(name);
  if (truncated) return { pointer: at, message: 'is too long' };
  // Django reads `payment_instrument.payload` and `a[b]` as members of objects: what is an object here must not be one there.
  if (OBJECTS.has(name) || /[.[\]]/.test(name)) return { pointer: at, message: NO_OBJECTS };
  return value.includes('\0') ? { pointer: at, message: 'must not hold the character U+0000' } : undefined;
}
