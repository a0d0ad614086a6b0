import { mayUse } from '../access/permissions.ts';
import type { Gateway, WalletService } from '../gateways/gateways.ts';
import { GATEWAYS } from '../gateways/gateways.ts';
import { invalid, json } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import { readBody } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { withCaller } from '../http/guard.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { bodyProblems } from '../rules/body-problems.ts';
import { boolean, choice, listOf, shape, text } from '../rules/fields.ts';
import { hasProblems } from '../rules/problems.ts';

const TAGS =
  'e_commerce crm pos invoicing subscriptions marketplace mobile_app ticket_booking donations government education healthcare insurance logistics hospitality real_estate retail telecom utilities demo test';

const rule = shape(
  { plugin: text({ max: 50, blank: false }) },
  {
    currencies: listOf(text({ max: 3 })),
    customer_id: text({ max: 64 }),
    operation: choice(['purchase', 'authorize']),
    tokenizable: boolean,
    auto_debit: boolean,
    pg_names: listOf(text()),
    type: choice(['sandbox', 'production']),
    tags: listOf(choice(TAGS.split(' '))),
    payment_services: listOf(choice(['apple_pay', 'google_pay', 'samsung_pay', 'wallet'])),
  },
);

/** POST /b/pbl/v2/payment-methods/ (F7): the gateways that the caller may use and that pass every filter. */
export function paymentMethods(call: Call): Answer | Promise<Answer> {
  return withCaller(call, async (caller) => {
    const read = await readBody(call);
    if (!read.ok) return read.answer;
    const problems = bodyProblems(rule, read.body);
    if (hasProblems(problems)) return invalid(problems);
    const { body } = read;
    const found = GATEWAYS.filter((gateway) => mayUse(caller, gateway.code) && passes(gateway, body));
    const used = call.world.transactions
      .paidWith(textOf(body, 'customer_id') ?? '')
      .filter((code) => found.some((gateway) => gateway.code === code));
    return json(200, {
      customer_payment_methods: used,
      payment_methods: found.map((gateway) => shown(gateway, call.world.baseUrl)),
    });
  });
}

function passes(gateway: Gateway, body: JsonObject): boolean {
  const anyOf = (member: string, has: (value: string) => boolean): boolean => {
    const wanted = body[member];
    return !Array.isArray(wanted) || wanted.length === 0 || wanted.some((value) => has(String(value)));
  };
  const flag = (member: string, value: boolean): boolean =>
    body[member] === undefined || body[member] === value || body[member] === String(value);
  return (
    anyOf('currencies', (code) => gateway.currencies.includes(code)) &&
    anyOf('pg_names', (name) => gateway.pgName === name) &&
    anyOf('tags', (tag) => gateway.tags.includes(tag)) &&
    anyOf('payment_services', (service) => gateway.services.includes(service as WalletService)) &&
    flag('tokenizable', gateway.tokenizable) &&
    flag('auto_debit', gateway.autoDebit) &&
    (body['operation'] === undefined || body['operation'] === gateway.operation) &&
    (body['type'] === undefined || (body['type'] === 'sandbox') === gateway.sandbox)
  );
}

const SERVICE_NAMES: Readonly<Record<WalletService, { name: string; name_ar: string; wallet: string | undefined }>> = {
  apple_pay: { name: 'Apple Pay', name_ar: 'أبل باي', wallet: 'ApplePay' },
  google_pay: { name: 'Google Pay', name_ar: 'جوجل باي', wallet: 'GooglePay' },
  samsung_pay: { name: 'Samsung Pay', name_ar: 'سامسونج باي', wallet: 'SamsungPay' },
  wallet: { name: 'Ottu Wallet', name_ar: 'محفظة', wallet: undefined },
};

function shown(gateway: Gateway, baseUrl: string): JsonObject {
  return {
    code: gateway.code,
    name: gateway.label,
    pg: gateway.pgName,
    connector: { identifier: gateway.pgName, processor: gateway.pgName },
    is_sandbox: gateway.sandbox,
    logo: `${baseUrl}/static/icons/${gateway.code}.svg`,
    wallets: gateway.services.flatMap((service) => SERVICE_NAMES[service].wallet ?? []),
    payment_services: gateway.services.map((code) => ({
      code,
      name: SERVICE_NAMES[code].name,
      name_ar: SERVICE_NAMES[code].name_ar,
    })),
    default_currency: gateway.currencies[0],
    accepted_currencies: gateway.currencies,
    operation: gateway.operation,
    operations: gateway.operations,
    is_tokenizable: gateway.tokenizable,
    auto_debit_enabled: gateway.autoDebit,
    tags: gateway.tags,
  };
}
