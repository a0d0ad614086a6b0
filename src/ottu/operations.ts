/** What this client can ask of Ottu, as metrics, logs and the permission hints name it. */
export type OttuOperation =
  | 'create_transaction'
  | 'retrieve_transaction'
  | 'update_transaction'
  | 'replace_transaction'
  | 'upload_attachment'
  | 'inquire_payment'
  | 'expire_transaction'
  | 'refund_transaction'
  | 'capture_transaction'
  | 'void_transaction'
  | 'cancel_transaction'
  | 'delete_transaction'
  | 'native_payment'
  | 'list_cards'
  | 'delete_card'
  | 'query_payment_methods'
  | 'send_message';
