import { describe, expect, it } from '@jest/globals';

import { offeredMethods } from './offered-methods.ts';

const card = {
  code: 'card',
  name: 'Card',
  pg: 'mpgs',
  is_sandbox: true,
  logo: 'https://ottu.example/card.svg',
  wallets: ['ApplePay'],
  payment_services: [{ code: 'apple_pay', name: 'Apple Pay', name_ar: 'أبل باي', secret: 1 }, 'google_pay', 7],
  default_currency: 'KWD',
  accepted_currencies: ['KWD', 3, 'SAR'],
  operation: 'purchase',
  operations: ['refund'],
  is_tokenizable: true,
  auto_debit_enabled: true,
  tags: ['e_commerce'],
};
const sandbox = { pgCodes: ['knet', 'card'], mode: 'sandbox' } as const;

describe('what shoppers see of the gateways', () => {
  it('is an allow-list: nothing of what Ottu says beside it, tomorrow included', () => {
    expect(offeredMethods([{ ...card, new_member: 'x' }], sandbox)).toEqual([
      {
        code: 'card',
        name: 'Card',
        logo: 'https://ottu.example/card.svg',
        default_currency: 'KWD',
        accepted_currencies: ['KWD', 'SAR'],
        payment_services: [{ code: 'apple_pay', name: 'Apple Pay', name_ar: 'أبل باي' }, { code: 'google_pay' }],
      },
    ]);
  });

  it('is what the merchant offers, in his order, whatever else Ottu lists', () => {
    const listed = [card, { code: 'mada' }, { code: 'knet' }];
    expect(offeredMethods(listed, sandbox).map(({ code }) => code)).toEqual(['knet', 'card']);
  });

  it('M97: is no gateway of the other mode', () => {
    expect(offeredMethods([card], { ...sandbox, mode: 'live' })).toEqual([]);
    expect(offeredMethods([{ ...card, is_sandbox: false }], sandbox)).toEqual([]);
    expect(offeredMethods([{ ...card, is_sandbox: undefined }], sandbox)).toHaveLength(1);
  });

  it('survives entries that are no gateways at all', () => {
    expect(offeredMethods([null, 'card', [], {}, { code: 'card' }], sandbox)).toEqual([
      { code: 'card', name: 'card', accepted_currencies: [], payment_services: [] },
    ]);
  });
});
