import { describe, expect, it } from '@jest/globals';
import { outcomeOfCard, testCardsOf } from './test-cards.ts';

const NOW = Date.UTC(2026, 5, 1);
const pay = (pgName: string, number: string, expiry = '01/39', cvv = '100') =>
  outcomeOfCard(pgName, { number, expiry, cvv }, NOW);

describe('test cards', () => {
  it.each([
    ['mpgs', '5123 4500 0000 0008', '01/39', 'success', 'successful payment'],
    ['mpgs', '4508750015741019', '01/39', 'success', 'successful payment'],
    ['mpgs', '4242424242424242', '12/28', 'success', 'successful payment'],
    ['mpgs', '5555555555554444', '12/28', 'declined', 'Declined'],
    ['cybersource', '5555555555554444', '12/28', 'success', 'successful payment'],
    ['kpay', '8888880000000001', '09/2030', 'success', 'successful payment'],
    ['kpay', '8888880000000001', '08/21', 'declined', 'Not captured'],
    ['hyperpay', '5204730000002514', '01/30', 'declined', 'Declined'],
    ['benefit', '4550120123456789', '01/30', 'declined', '54 expired card'],
    ['geidea', '5123450000000008', '05/39', 'declined', 'Declined'],
    ['geidea', '5123450000000008', '04/27', 'declined', 'Expired card'],
    ['geidea', '5123450000000008', '08/28', 'error', 'The gateway did not answer in time'],
    ['ottu_pg', '4030000010001234', '01/39', 'success', 'successful payment'],
    ['ottu_sandbox', '4895550123456789', '01/39', 'declined', '05 do not honour'],
    ['ottu_sandbox', '123456789012111', '01/39', 'success', 'successful payment'],
    ['ottu_sandbox', '123456789012112', '01/39', 'declined', 'Declined'],
    ['ottu_sandbox', '123456789012113', '01/39', 'error', 'Unknown Error'],
    ['ottu_sandbox', '123456789012115', '01/39', 'success', 'successful payment'],
    ['ottu_sandbox', '123456789012117', '01/39', 'canceled', 'Canceled by the payer'],
    ['mpgs', '123456789012111', '01/39', 'declined', 'Unknown test card'],
  ])('F12.2, F16.5: on %s %s with %s is %s', (pgName, number, expiry, outcome, message) => {
    expect(pay(pgName, number, expiry)).toMatchObject({ outcome, message });
  });

  it('declines what is no test card on this gateway, so that no real card is taken', () => {
    expect(pay('mpgs', '4000056655665556').message).toBe('Unknown test card');
    expect(pay('mpgs', '8888880000000001').message).toBe('Unknown test card');
  });

  it('declines an expired card, a wrong expiry and a wrong CVV', () => {
    expect(pay('mpgs', '5123450000000008', '05/26').message).toBe('Expired card');
    expect(pay('mpgs', '5123450000000008', '06/26').outcome).toBe('success');
    expect(pay('mpgs', '5123450000000008', '13/39').message).toBe('Invalid expiry date');
    expect(pay('mpgs', '5123450000000008', '01/39', '1').message).toBe('Invalid security code');
  });

  it('offers a gateway its own cards before the standard ones, each number with its own meaning there', () => {
    expect(testCardsOf('hyperpay').filter((card) => card.number === '4111111111111111')).toHaveLength(1);
    expect(testCardsOf('mpgs')[0]?.number).toBe('5123450000000008');
  });
});
