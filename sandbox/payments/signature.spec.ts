import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { sign, signedMessage } from './signature.ts';

const KEY = 'sim-hmac-key-0001';

const V2: JsonObject = {
  amount: '12.500',
  amount_details: { currency_code: 'KWD', amount: '12.500', total: '12.750', fee: '0.250' },
  currency_code: 'KWD',
  customer_address_city: 'Kuwait City',
  customer_address_country: 'KW',
  customer_address_line1: 'Block 4, Street 12',
  customer_address_line2: '',
  customer_address_postal_code: '13001',
  customer_address_state: null,
  customer_email: 'sara@example.com',
  customer_first_name: 'Sara',
  customer_id: 'cust-77',
  customer_last_name: 'Al-Test',
  customer_phone: '+96550000001',
  fee: '0.250 KWD',
  gateway_account: 'credit-card',
  gateway_name: 'mpgs',
  order_no: 'ORD-1001',
  paid_amount: '12.750',
  reference_number: 'sandboxAA1001',
  result: 'success',
  session_id: '0123456789abcdef0123456789abcdef01234567',
  settled_amount: 12.5,
  state: 'paid',
};
const V3: JsonObject = {
  amount: '40.00',
  currency_code: 'SAR',
  customer_email: '',
  customer_first_name: 'سارة',
  customer_last_name: null,
  gateway_account: 'mada',
  gateway_name: 'hyperpay',
  order_no: null,
  reference_number: 'sandboxBB2002',
  result: 'failed',
  session_id: '89abcdef0123456789abcdef0123456789abcdef',
  state: 'attempted',
};
const V5: JsonObject = {
  agreement: { id: 'AGR-9', type: 'recurring' },
  amount: '19.000',
  currency_code: 'KWD',
  customer_id: 'cust-77',
  extra: { merchant_id: 'sim.ottu.net', autopay: { subscription_id: 'SUB-5' } },
  gateway_account: 'credit-card',
  gateway_name: 'mpgs',
  order_no: 'ORD-2002',
  payment_type: 'auto_debit',
  reference_number: 'sandboxDD4004',
  result: 'success',
  session_id: '1111111111111111111111111111111111111111',
  state: 'paid',
  token: {
    token: '9990001112223334',
    pg_code: 'credit-card',
    customer_id: 'cust-77',
    brand: 'VISA',
    number: '**** 1019',
  },
};

describe('signature', () => {
  it('F11.6 V1: reproduces the digest that Ottu publishes', () => {
    const payload = { amount: '86.000', currency_code: 'KWD', customer_first_name: 'example-customer' };
    expect(signedMessage(payload, 'standard')).toBe('amount86.000currency_codeKWDcustomer_first_nameexample-customer');
    expect(sign(payload, 'pu9MpX3yPR', 'standard')).toBe(
      '6143b8ad4bd283540721ab000f6de746e722231aaaa90bc38f639081d3ff9f67',
    );
  });

  it('F11.6 V2: leaves out empty, null and unsigned fields', () => {
    expect(sign(V2, KEY, 'standard')).toBe('3514ea3c3d9b6856ef379838faeafcb3e3ae4e563eda4ae7fe109dd3c67aca51');
  });

  it('F11.6 V3: hashes UTF-8 and leaves out a null order_no', () => {
    expect(sign(V3, KEY, 'standard')).toBe('001a0a4eb28e8ef2e5fa6d97baae1f709280a8f7c3a9d78659105752d4943cd2');
  });

  it('F11.6 V4: signs four fields of an operation event', () => {
    const event = {
      amount: '2.500',
      order_no: 'ORD-1001',
      reference_number: 'sandboxCC3003',
      result: 'success',
      operation: 'refund',
      success: true,
    };
    expect(sign(event, KEY, 'standard')).toBe('7d15b88479ac0be088d7d074d38146b0091fea08cbef4b0407c877fdc8099ded');
  });

  it('F11.6 V5: signs dotted paths in the scheme with 26 fields, and the same payload in the one with 18', () => {
    expect(sign(V5, KEY, 'subscription')).toBe('a9d0e86ecadaa3b4c90336dd2dc46ee4451fb4af771e53294a249b0498534f89');
    expect(sign(V5, KEY, 'standard')).toBe('115b597c2040b88a29b31e6076b8e719e26006075f47593ee937a78f830f5b45');
  });

  it('F11.6 V6: shows that two payloads can have one digest, since nothing separates the fields', () => {
    const common = { amount: '12.500', currency_code: 'KWD', result: 'success', state: 'paid' };
    const digest = 'c7a91f4ce05a075214253ca601d562395e2346ab99e795622d7b080c05305918';
    expect(sign({ ...common, order_no: 'ORD-7', reference_number: 'R1' }, KEY, 'standard')).toBe(digest);
    expect(sign({ ...common, order_no: 'ORD-7reference_numberR1' }, KEY, 'standard')).toBe(digest);
  });

  it('F16.1: the scheme of 26 leaves out everything falsy, and the text "0" is none of that', () => {
    const falsy = {
      amount: 0,
      customer_email: '',
      order_no: null,
      payment_type: false,
      agreement: {},
      extra: { merchant_id: [] },
    };
    expect(signedMessage({ ...falsy, state: 'paid' }, 'subscription')).toBe('state=paid');
    expect(signedMessage({ amount: '0' }, 'subscription')).toBe('amount=0');
    expect(signedMessage({ amount: 0 }, 'standard')).toBe('amount0');
  });

  it.each(['standard', 'subscription'] as const)(
    'F16.1: the scheme %s signs nothing of a top-level autopay',
    (scheme) => {
      const event = { amount: '1.000', state: 'paid' };
      const autopay = { subscription_id: 'SUB-5', frequency: 'monthly' };
      expect(signedMessage({ ...event, autopay }, scheme)).toBe(signedMessage(event, scheme));
    },
  );
});
