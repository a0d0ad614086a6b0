/** Test vectors of F11.6, byte for byte. */

export const SIMULATOR_KEY = 'sim-hmac-key-0001';

export const V1 = {
  key: 'pu9MpX3yPR',
  payload: '{"amount":"86.000","currency_code":"KWD","customer_first_name":"example-customer"}',
  standard: '6143b8ad4bd283540721ab000f6de746e722231aaaa90bc38f639081d3ff9f67',
};

export const V2 = {
  key: SIMULATOR_KEY,
  payload: `{"amount":"12.500","amount_details":{"currency_code":"KWD","amount":"12.500","total":"12.750","fee":"0.250"},
 "currency_code":"KWD","customer_address_city":"Kuwait City","customer_address_country":"KW",
 "customer_address_line1":"Block 4, Street 12","customer_address_line2":"","customer_address_postal_code":"13001",
 "customer_address_state":null,"customer_email":"sara@example.com","customer_first_name":"Sara","customer_id":"cust-77",
 "customer_last_name":"Al-Test","customer_phone":"+96550000001","fee":"0.250 KWD","gateway_account":"credit-card",
 "gateway_name":"mpgs","gateway_response":{},"is_sandbox":true,"message":"successful payment","order_no":"ORD-1001",
 "paid_amount":"12.750","payment_type":"one_off","pg_params":{"auth_code":"A10001"},"reference_number":"sandboxAA1001",
 "remaining_amount":0.0,"result":"success","session_id":"0123456789abcdef0123456789abcdef01234567",
 "settled_amount":12.5,"state":"paid","timestamp_utc":"2026-06-01 10:15:30"}`,
  standard: '3514ea3c3d9b6856ef379838faeafcb3e3ae4e563eda4ae7fe109dd3c67aca51',
  /** What the documented samples that keep empty values, or do not sort, give. */
  wrong: [
    'fe8d4fc57e64cbd8d6352e924e4251c5d58426b02c06e53b1458d0924dea1835',
    '9ca2e689746b58d975692a02dc7798ed60129d58b8ccc1827b4c33231c7850cd',
  ],
};

export const V3 = {
  key: SIMULATOR_KEY,
  payload: `{"amount":"40.00","currency_code":"SAR","customer_email":"","customer_first_name":"\u0633\u0627\u0631\u0629","customer_last_name":null,
 "gateway_account":"mada","gateway_name":"hyperpay","order_no":null,"reference_number":"sandboxBB2002","result":"failed",
 "session_id":"89abcdef0123456789abcdef0123456789abcdef","state":"attempted","timestamp_utc":"2026-06-01 10:20:00"}`,
  standard: '001a0a4eb28e8ef2e5fa6d97baae1f709280a8f7c3a9d78659105752d4943cd2',
};

/** An operation event: only four of its fields take part. */
export const V4 = {
  key: SIMULATOR_KEY,
  payload: `{"operation":"refund","success":true,"amount":"2.500","order_no":"ORD-1001","reference_number":"sandboxCC3003","result":"success",
 "session_id":"0123456789abcdef0123456789abcdef01234567","source":"pg","txn":{"state":"refunded","amount":"2.500"}}`,
  standard: '7d15b88479ac0be088d7d074d38146b0091fea08cbef4b0407c877fdc8099ded',
};

export const V5 = {
  key: SIMULATOR_KEY,
  payload: `{"agreement":{"id":"AGR-9","type":"recurring"},"amount":"19.000","currency_code":"KWD","customer_id":"cust-77",
 "extra":{"merchant_id":"sim.ottu.net","autopay":{"subscription_id":"SUB-5"}},"gateway_account":"credit-card","gateway_name":"mpgs",
 "order_no":"ORD-2002","payment_type":"auto_debit","reference_number":"sandboxDD4004","result":"success",
 "session_id":"1111111111111111111111111111111111111111","state":"paid",
 "token":{"token":"9990001112223334","pg_code":"credit-card","customer_id":"cust-77","brand":"VISA","number":"**** 1019"}}`,
  autopay: 'a9d0e86ecadaa3b4c90336dd2dc46ee4451fb4af771e53294a249b0498534f89',
  standard: '115b597c2040b88a29b31e6076b8e719e26006075f47593ee937a78f830f5b45',
};

/** One message, two payloads: the standard scheme has no delimiters. */
export const V6 = {
  key: SIMULATOR_KEY,
  payload:
    '{"amount":"12.500","currency_code":"KWD","order_no":"ORD-7","reference_number":"R1","result":"success","state":"paid"}',
  twin: '{"amount":"12.500","currency_code":"KWD","order_no":"ORD-7reference_numberR1","result":"success","state":"paid"}',
  standard: 'c7a91f4ce05a075214253ca601d562395e2346ab99e795622d7b080c05305918',
};

/** The golden value that Ottu's own Python SDK publishes for the 26-field scheme. */
export const PYTHON_SDK = {
  key: 'test-key',
  payload: '{"amount":"100.000","result":"success","session_id":"sess-1","token":{"token":"tok-1"},"state":""}',
  autopay: '46ba93a62680c8750567583bb8074e37ccaadc6f374268b78a0c574c8424baff',
};
