import { phoneNumber } from '../../http/fields/index.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';

/** The members of a request that hold phone numbers. */
export interface WithPhones {
  readonly customer?: object | null | undefined;
  readonly billing_address?: object | null | undefined;
  readonly shipping_address?: object | null | undefined;
}

/**
 * Phone numbers of the customer and of who receives the goods as E.164. A local number is one of the country of its address:
 * of the customer's that is the billing address, or else the shipping address; where no address names one, of
 * `defaultCountry`.
 *
 * @param given whose phones are read
 * @param addresses whose countries count, where they are not those of `given`
 * @returns the members of `given` that hold phones, with these in their one form
 * @throws Problem `validation_failed` with the pointers of what can't be a number, outcome `none`
 */
export function withPhones<T extends WithPhones>(
  given: T,
  defaultCountry: string | undefined,
  addresses: WithPhones = given,
): Pick<T, 'customer' | 'shipping_address'> {
  const errors: FieldError[] = [];
  const inOneForm = (member: 'customer' | 'shipping_address', country: unknown): object => {
    const owner = given[member];
    if (owner === undefined || owner === null) return {};
    const phones = Object.entries(owner).filter(([name, text]) => PHONES.has(name) && text !== undefined);
    const read = phones.map(([name, text]) => [name, phoneNumber(text, country)] as const);
    for (const [name] of read.filter(([, phone]) => phone === undefined)) {
      errors.push({ pointer: `/${member}/${name}`, message: country === undefined ? NO_COUNTRY : NOT_OF_COUNTRY });
    }
    return { [member]: { ...owner, ...Object.fromEntries(read) } };
  };
  const shipping = countryIn(addresses.shipping_address);
  const changed = {
    ...inOneForm('customer', countryIn(addresses.billing_address) ?? shipping ?? defaultCountry),
    ...inOneForm('shipping_address', shipping ?? defaultCountry),
  };
  if (errors.length > 0) throw new Problem('validation_failed', { errors, outcome: 'none' });
  return changed as Pick<T, 'customer' | 'shipping_address'>;
}

const PHONES: ReadonlySet<string> = new Set(['phone', 'phone_2']);

const NO_COUNTRY = 'must be a valid phone number with its country code, such as "+96550000001"';
const NOT_OF_COUNTRY =
  'must be a valid phone number of the country, or one with its country code, such as "+96550000001"';

function countryIn(address: object | null | undefined): unknown {
  return (address as { readonly country?: unknown } | null | undefined)?.country;
}
