/** What Swagger UI shows above the route. */
export const BUY_NOW_DESCRIPTION = `
Creates a transaction at Ottu and pays it with \`payment_instrument\`, in one call. The JSON text of
\`payment_instrument.payload\` reaches Ottu byte for byte as it arrived here.

**Not from a browser.** "Try it out" on this page is refused with \`server_to_server_only\`: a service key inside a
browser is a leaked key, so every request with browser marks (\`Origin\`, \`Sec-Fetch-Site\`, \`Cookie\` …) is turned away
whatever key it bears. Call it from a server, or paste this into a terminal (with the key that \`npm run demo\` or \`npm run service-key\` printed):

\`\`\`sh
curl -sS http://localhost:3000/v1/buy-now \\
  -H 'Authorization: Api-Key demo.SECRET' \\
  -H 'Idempotency-Key: order-1042-attempt-1' \\
  -H 'Content-Type: application/json' \\
  -d '{"amount":"1.000","currency_code":"KWD","pg_codes":["credit-card"],"customer":{"id":"cust-77"},
       "payment_instrument":{"instrument_type":"token","payload":{"token":"9990001112223334"}}}'
\`\`\`

A decline is a settled answer (201, \`state\` failed or attempted), not an HTTP error. When Ottu's answer is lost the
answer is 202 with \`outcome: unknown\`; the charge is never repeated. Send the same request with the same
\`Idempotency-Key\` as often as you like: it is answered again, never charged again. What never reached Ottu, or was turned
away for reasons outside of the request (502, 503 with \`outcome: none\`), is tried again by the same key.
`.trim();

const APPLE_PAY_INSTRUMENT = {
  instrument_type: 'apple_pay',
  payload: {
    paymentData: {
      version: 'EC_v1',
      data: 'ZW5jcnlwdGVkIGJ5IHRoZSB3YWxsZXQ=',
      signature: 'c2lnbmVkIGJ5IHRoZSB3YWxsZXQ=',
      header: {
        ephemeralPublicKey: 'ZXBoZW1lcmFs',
        publicKeyHash: 'aGFzaCBvZiB0aGUga2V5',
        transactionId: '31323334353637383930616263646566',
      },
    },
    paymentMethod: { displayName: 'Visa 1019', network: 'Visa', type: 'debit' },
    transactionIdentifier: '31323334353637383930616263646566',
  },
};

/** Each works as it is against the demo. */
export const BUY_NOW_EXAMPLES = {
  apple_pay: {
    summary: 'A product of the catalog, paid with Apple Pay',
    value: {
      items: [{ sku: 'DATES-KHALAS', quantity: 1 }],
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      customer: { id: 'cust-77', email: 'sara@example.com', first_name: 'Sara', last_name: 'Al-Test' },
      payment_instrument: APPLE_PAY_INSTRUMENT,
    },
  },
  amount: {
    summary: 'An amount of this trusted caller, charged to a saved card',
    value: {
      amount: '1.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      customer: { id: 'cust-77' },
      payment_instrument: { instrument_type: 'token', payload: { token: '9990001112223334' } },
    },
  },
  subscription: {
    summary: 'A later charge under an agreement (merchant initiated)',
    value: {
      amount: '19.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      payment_type: 'auto_debit',
      customer: { id: 'cust-77' },
      agreement: { id: 'AGR-9', type: 'recurring' },
      payment_instrument: { instrument_type: 'token', payload: { token: '9990001112223334' } },
    },
  },
};
