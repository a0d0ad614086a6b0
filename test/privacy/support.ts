import request, { type Test } from 'supertest';

import { authorization, type TestCaller } from '../support/service-keys.ts';

export function erase(url: string, customer: string, caller: TestCaller = 'privacy'): Test {
  return request(url)
    .post(`/v1/customers/${encodeURIComponent(customer)}/erasure`)
    .set('authorization', authorization(caller));
}

export function erasePayment(url: string, id: unknown, caller: TestCaller = 'privacy'): Test {
  return request(url)
    .post(`/v1/payments/${String(id)}/erasure`)
    .set('authorization', authorization(caller));
}

/** Everything that a person could be known by, each text with this word in it. */
export class Canary {
  readonly id: string;
  readonly phone: string;

  constructor(
    readonly word: string,
    digits: string,
    readonly birthdate: string,
  ) {
    this.id = `${word}-id`;
    this.phone = `+965${digits}`;
  }

  /** What shows this person in a text, whatever it was written by. */
  get marks(): readonly string[] {
    return [this.word, this.phone.slice(4), this.birthdate];
  }

  get customer() {
    const { word, phone, birthdate } = this;
    const email = `${word}@example.com`;
    return { email, phone, phone_2: phone, first_name: `${word}-first`, last_name: `${word}-last`, birthdate };
  }

  get billing_address() {
    const { word } = this;
    const [line1, line2, city, state] = ['line1', 'line2', 'city', 'state'].map((name) => `${word}-${name}`);
    return { line1, line2, city, state, country: 'KW', postal_code: word };
  }

  get shipping_address() {
    const { email, phone, first_name, last_name } = this.customer;
    return { ...this.billing_address, email, phone, first_name, last_name };
  }

  get extra() {
    return { note: `for ${this.word}`, deep: { [this.word]: [this.word] } };
  }

  get details() {
    const { billing_address, shipping_address, extra } = this;
    return { billing_address, shipping_address, extra };
  }

  /** As the Checkout API names them. */
  get ottuMembers() {
    const customer = Object.entries(this.customer).map(([name, value]) => [`customer_${name}`, value]);
    return { customer_id: this.id, ...Object.fromEntries(customer), ...this.details };
  }
}
