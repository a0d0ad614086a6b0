import { isRecord } from './reply-json.ts';
import type { RequestedTransaction } from './likely-permission.ts';
import type { CreateOptions, ReadOptions, UpdateOptions } from './call-options.ts';
import { OTTU_PATHS } from './paths.ts';
import type { Deadline } from './transport/deadline.ts';
import type { Multipart } from './transport/multipart.ts';
import type { OttuCall, OttuReply, OttuTransport } from './transport/ottu-transport.ts';

/** Ottu's Checkout API (F2). Answers come back whole; what they mean is the caller's to say. */
export class CheckoutApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * Creates a transaction; with `payment_instrument` in the body it also charges (F3). Sent at most once: tried again
   * only when nothing was sent, within the start window of the deadline (M5).
   *
   * @param body JSON text, sent as it is.
   * @throws TransportFault
   */
  async create(body: string, deadline: Deadline, { group = 'charge' }: CreateOptions = {}): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: OTTU_PATHS.checkout,
      operation: 'create_transaction',
      json: body,
      policy: { group, repeat: 'unsent', deadline },
      asksFor: () => requestOf(body),
    });
  }

  /**
   * Creates a transaction from a form, with a file in its field `attachment` (F2.2), streamed. A form has no nested
   * objects (F1.5): addresses and `extra` need `create` with `attachment_upload_url` instead. Sent once.
   *
   * @throws TransportFault; `body_failed` when writing the form failed
   */
  async createFromForm(
    form: Multipart,
    deadline: Deadline,
    { group = 'checkout' }: CreateOptions = {},
  ): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: OTTU_PATHS.checkout,
      operation: 'create_transaction',
      multipart: form,
      policy: { group, repeat: 'never', deadline },
    });
  }

  /**
   * Changes a transaction (PATCH) or says it anew (PUT) by a form with a file, as `createFromForm` does. Sent once.
   *
   * @throws TransportFault; `body_failed` when writing the form failed
   */
  async changeFromForm(
    kind: 'update' | 'replace',
    sessionId: string,
    form: Multipart,
    deadline: Deadline,
  ): Promise<OttuReply> {
    return this.#transport.send({
      method: kind === 'update' ? 'PATCH' : 'PUT',
      path: OTTU_PATHS.transaction(sessionId),
      operation: kind === 'update' ? 'update_transaction' : 'replace_transaction',
      multipart: form,
      policy: { group: 'checkout', repeat: 'never', deadline },
    });
  }

  /**
   * Reads a transaction.
   *
   * @throws TransportFault
   */
  async retrieve(
    sessionId: string,
    deadline: Deadline,
    { group = 'read', signal }: ReadOptions = {},
  ): Promise<OttuReply> {
    return this.#transport.send({
      method: 'GET',
      path: OTTU_PATHS.transaction(sessionId),
      operation: 'retrieve_transaction',
      policy: { group, repeat: 'always', deadline },
      signal,
    });
  }

  /**
   * Changes the members that the body has (PATCH, F2.9).
   *
   * @param body JSON text, sent as it is.
   * @throws TransportFault
   */
  async update(sessionId: string, body: string, deadline: Deadline, options: UpdateOptions = {}): Promise<OttuReply> {
    return this.#transport.send({
      ...writeOf(sessionId, body, deadline, options),
      method: 'PATCH',
      operation: 'update_transaction',
    });
  }

  /**
   * Replaces the transaction's members by those of the body (PUT, F2.9); needs the four required ones again, and of a
   * user the permission for every gateway that is stored already (F1.3).
   *
   * @param body JSON text, sent as it is.
   * @throws TransportFault
   */
  async replace(sessionId: string, body: string, deadline: Deadline, options: UpdateOptions = {}): Promise<OttuReply> {
    return this.#transport.send({
      ...writeOf(sessionId, body, deadline, options),
      method: 'PUT',
      operation: 'replace_transaction',
    });
  }
}

function writeOf(
  sessionId: string,
  body: string,
  deadline: Deadline,
  { group = 'checkout', repeat = false }: UpdateOptions,
): Omit<OttuCall, 'method' | 'operation'> {
  return {
    path: OTTU_PATHS.transaction(sessionId),
    json: body,
    policy: { group, repeat: repeat ? 'always' : 'unsent', deadline },
    asksFor: () => requestOf(body),
  };
}

/** Read only when Ottu refused: the two members on which permissions depend. */
function requestOf(body: string): RequestedTransaction {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? { type: value['type'], pgCodes: value['pg_codes'] } : {};
  } catch {
    return {};
  }
}
