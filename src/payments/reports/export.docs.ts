export const EXPORT_DESCRIPTION = `
The rows that \`GET /v1/payments/summary\` adds up, as a file: a payment on the day on which it succeeded, and with
\`operations=true\` each capture, refund and void on its own. Payments that did not succeed and cards that were saved without
a payment are in no row.

- **\`moved\` is what the row adds to the books**, never below zero; \`direction\` is \`in\`, \`out\` (a refund) or \`none\` (an
  authorization, a void). With \`operations=true\`, \`in\` is the summary's \`gross\` and \`out\` its \`refunded\`, to the last
  unit. \`day\` is the row's day in \`time_zone\`.
- \`amount\` is what the payment, or the operation, was for. \`captured\`, \`refunded\` and \`net\` are what has become of the
  payment by now; they stand in its own row alone, so that adding a column up counts them once.
- It names customers by their id, and by nothing else.
- Text that a spreadsheet might take for a formula has an apostrophe in front (\`'=1+1\`).

It is streamed, and ends with the connection when something goes wrong on the way: take a transfer that was cut off
(curl: exit code 18; browsers: a failed download) for no file at all, and ask again.
`.trim();

export const EXPORT_EXAMPLE = [
  'row_type,day,at,direction,moved,currency,fee,amount,captured,refunded,net,state,order_no,merchant_reference,reference_number,gateway,method,created_at,succeeded_at,payment_id,operation_id,session_id,customer_id,cart_id,agreement_id,cycle',
  'payment,2026-06-01,2026-06-01T10:15:04+03:00,in,12.500,KWD,,12.500,12.500,2.500,10.000,paid,ORD-1001,,sandboxAA1001,mpgs,apple_pay,2026-06-01T10:15:01+03:00,2026-06-01T10:15:04+03:00,0197a3f0-5b1c-7d10-9a55-0d5ab6b2f1c4,,9fd2b0b4c7f54a0d9f4c2d1e6a7b8c9d0e1f2a3b,cust-77,,,',
  'refund,2026-06-02,2026-06-02T09:00:00+03:00,out,2.500,KWD,,2.500,,,,paid,ORD-1001,,sandboxREF0001,mpgs,apple_pay,2026-06-01T10:15:01+03:00,2026-06-01T10:15:04+03:00,0197a3f0-5b1c-7d10-9a55-0d5ab6b2f1c4,7b1f7b8a-2f9c-4d8f-9a55-0d5ab6b2f1c4,9fd2b0b4c7f54a0d9f4c2d1e6a7b8c9d0e1f2a3b,cust-77,,,',
  '',
].join('\r\n');
