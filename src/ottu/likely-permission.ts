import type { OttuOperation } from './operations.ts';

/** What a request asked for, as far as permissions depend on it. Values are the caller's own and may be anything. */
export interface RequestedTransaction {
  readonly type?: unknown;
  readonly pgCodes?: unknown;
}

const MAX_CODES = 10;

/**
 * For the operator's log: what is probably wrong when Ottu refuses the credential. An API key has every permission, a
 * user only what was granted (F1.3).
 */
export function refusalNote(
  status: 401 | 403,
  kind: 'api_key' | 'basic',
  operation: OttuOperation,
  asked: RequestedTransaction,
): string {
  if (status === 401) {
    return kind === 'api_key'
      ? 'Ottu does not know the API key: it is misspelt, was replaced, or belongs to another instance'
      : 'Ottu does not know the user name with this password';
  }
  if (kind === 'api_key') {
    return 'Ottu refused the API key, although a private key has every permission: it may be the public key, or one of another instance';
  }
  if (operation === 'list_cards' || operation === 'delete_card') {
    return 'Ottu refused its user: it shows saved cards to an API key only, never to a user name and password';
  }
  return `Ottu refused its user; the permission that is likely missing: ${likelyPermission(operation, asked)}`;
}

/** The permissions of F1.3 that one call needs, as Ottu's dashboard names them. */
export function likelyPermission(operation: OttuOperation, asked: RequestedTransaction): string {
  switch (operation) {
    case 'create_transaction':
      return listed([plugin('add', asked.type), ...gateways(asked.pgCodes)]);
    case 'update_transaction':
      // Without the gateways' own permission a PATCH passes as long as it does not change them.
      return listed([plugin('change', asked.type), ...gateways(asked.pgCodes)]);
    case 'replace_transaction':
      return `${listed([plugin('change', asked.type), ...gateways(asked.pgCodes)])}; a PUT also needs "Can use" for every gateway that the transaction has already`;
    case 'retrieve_transaction':
      return plugin('view', asked.type);
    case 'upload_attachment':
      return plugin('add', undefined);
    case 'inquire_payment':
      return '"payment.inquiry"';
    case 'expire_transaction':
      return '"payment.expire"';
    case 'refund_transaction':
      return '"payment.refund"';
    case 'capture_transaction':
      return '"payment.capture"';
    case 'void_transaction':
      return '"payment.void"';
    case 'cancel_transaction':
      return '"payment.cancel"';
    case 'delete_transaction':
      return '"payment.delete"';
    case 'native_payment':
      return '"Can use" for the gateway that knows the wallet, or that has the card';
    case 'list_cards':
    case 'delete_card':
      return 'none: only an API key may';
    case 'send_message':
      return listed([plugin('change', 'payment_request')]);
    case 'query_payment_methods':
      return '"Can use" for each gateway that is to be listed';
  }
}

function plugin(verb: 'add' | 'change' | 'view', type: unknown): string {
  if (type === 'payment_request') return `"Can ${verb} payment requests"`;
  if (type === 'e_commerce') return `"Can ${verb} e-commerce payments"`;
  return `"Can ${verb} payment requests" or "Can ${verb} e-commerce payments"`;
}

/** Only what has the form of a gateway code may reach the log. */
function gateways(pgCodes: unknown): string[] {
  if (!Array.isArray(pgCodes)) return [];
  return pgCodes
    .filter((code): code is string => typeof code === 'string' && /^[-\w]{1,50}$/.test(code))
    .slice(0, MAX_CODES)
    .map((code) => `"Can use ${code}"`);
}

function listed(permissions: readonly string[]): string {
  return permissions.join(', or ');
}
