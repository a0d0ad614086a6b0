import { findViolations, PROTOTYPE_NAMES, toDto } from '../http/dto.ts';
import { ViolationList } from '../http/violation-list.ts';
import { pointer } from '../json/json-pointer.ts';
import type { FieldError } from '../problems/problem.ts';
import type { Class } from '../http/fields/structure-fields.ts';
import type { FormField, FormRules } from './form/read-form.ts';

const LISTS: ReadonlySet<string> = new Set(['pg_codes', 'email_recipients']);
const FLAGS: ReadonlySet<string> = new Set([
  'generate_qr_code',
  'shortify_checkout_url',
  'shortify_attachment_url',
  'include_sdk_setup_preload',
  'preload_checkout_page',
]);
const NUMBERS: ReadonlySet<string> = new Set(['initiator_id']);
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
const TOO_LATE = 'must come before the file';

/**
 * A create or a change as a form with a file (F2.2). Its fields come before the file: the transaction is written down here before
 * Ottu hears of it, and that needs all of them, while the file is never waited for.
 */
export class TransactionForm<Request extends object> implements FormRules {
  readonly filePart = 'attachment';
  readonly #members = new Map<string, string[]>();
  readonly #violations: FieldError[] = [];
  readonly #dto: Class<Request>;
  #request: Request | undefined;

  /** @param dto what the fields say. */
  constructor(dto: Class<Request>) {
    this.#dto = dto;
  }

  /** The request that the fields make; the file must have begun, and without faults. */
  get request(): Request {
    if (this.#request === undefined) throw new Error('the file has not begun');
    return this.#request;
  }

  take({ name, value, truncated }: FormField): void {
    const violation = this.#violationOf(name, truncated);
    if (violation !== undefined) {
      this.#violations.push(violation);
      return;
    }
    const values = this.#members.get(name);
    if (values === undefined) this.#members.set(name, [value]);
    else values.push(value);
  }

  violations(): readonly FieldError[] {
    return this.#violations;
  }

  violationsAtFile(): readonly FieldError[] {
    const members = [...this.#members].map(([name, values]): [string, unknown] => [name, memberOf(name, values)]);
    this.#request = toDto(this.#dto, Object.fromEntries(members));
    const known = new Set(this.#violations.map((violation) => violation.pointer));
    const others = new ViolationList();
    findViolations(this.#request, { open: true }, others);
    return [...this.#violations, ...others.violations.filter((violation) => !known.has(violation.pointer))];
  }

  violationsAtEnd(): readonly FieldError[] {
    return this.#violations;
  }

  #violationOf(name: string, truncated: boolean): FieldError | undefined {
    if (name === '' || PROTOTYPE_NAMES.has(name)) {
      return { pointer: '', message: 'has a part whose name is not allowed' };
    }
    const at = pointer(name);
    if (this.#request !== undefined) return { pointer: at, message: TOO_LATE };
    if (truncated) return { pointer: at, message: 'is too long' };
    // Django reads `payment_instrument.payload` and `a[b]` as members of objects: what is an object here must not be one there.
    if (OBJECTS.has(name) || /[.[\]]/.test(name)) return { pointer: at, message: NO_OBJECTS };
    return this.#members.has(name) && !LISTS.has(name)
      ? { pointer: at, message: 'is given more than once' }
      : undefined;
  }
}

/** What a field's text stands for; what it cannot stand for stays text, for the rules of the request to refuse. */
function memberOf(name: string, values: readonly string[]): unknown {
  if (LISTS.has(name)) return values;
  const [value = ''] = values;
  if (FLAGS.has(name) && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  if (NUMBERS.has(name) && /^\d{1,15}$/.test(value)) return Number(value);
  return value;
}
