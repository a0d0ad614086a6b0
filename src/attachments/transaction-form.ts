import { findViolations, toDto } from '../http/dto.ts';
import { ViolationList } from '../http/violation-list.ts';
import { pointer } from '../json/json-pointer.ts';
import type { FieldError } from '../problems/problem.ts';
import type { Class } from '../http/fields/structure-fields.ts';
import { fieldViolation } from './form/field-rules.ts';
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

  take(field: FormField): void {
    const violation = this.#violationOf(field);
    if (violation !== undefined) {
      this.#violations.push(violation);
      return;
    }
    const { name, value } = field;
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

  #violationOf(field: FormField): FieldError | undefined {
    const violation = fieldViolation(field);
    if (violation?.pointer === '') return violation;
    const { name } = field;
    if (this.#request !== undefined) return { pointer: pointer(name), message: TOO_LATE };
    if (violation !== undefined) return violation;
    return this.#members.has(name) && !LISTS.has(name)
      ? { pointer: pointer(name), message: 'is given more than once' }
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
