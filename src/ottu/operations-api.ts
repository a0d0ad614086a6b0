import type { JsonText } from '../json/json-text.ts';
import { writeJson } from '../json/write-json.ts';
import type { ExpireOptions } from './call-options.ts';
import type { OttuOperation } from './operations.ts';
import { OTTU_PATHS } from './paths.ts';
import type { Deadline } from './transport/deadline.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

/** One operation, as it is written in the body (F8.1). */
export interface OperationRequest {
  readonly operation: 'refund' | 'capture' | 'void' | 'cancel' | 'expire' | 'delete';
  readonly sessionId: string;
  /** Decimal text in the currency's digits; of a refund or a capture. */
  readonly amount?: string | undefined;
  readonly destination?: 'pg' | 'wallet' | undefined;
  /** JSON as the caller wrote it. */
  readonly extra?: JsonText | undefined;
}

const NAMES: Readonly<Record<OperationRequest['operation'], OttuOperation>> = {
  refund: 'refund_transaction',
  capture: 'capture_transaction',
  void: 'void_transaction',
  cancel: 'cancel_transaction',
  expire: 'expire_transaction',
  delete: 'delete_transaction',
};

/** Ottu's operations on transactions (F8). */
export class OperationsApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * Closes a transaction that is not paid. To ask it twice is to ask it once, so it is repeated as a GET is.
   *
   * @throws TransportFault
   */
  async expire(
    sessionId: string,
    deadline: Deadline,
    { group = 'background' }: ExpireOptions = {},
  ): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: OTTU_PATHS.operation,
      operation: 'expire_transaction',
      json: writeJson({ operation: 'expire', session_id: sessionId }),
      policy: { group, repeat: 'always', deadline },
    });
  }

  /**
   * Carries one operation out. Sent at most once by this call; whoever sends it again does so with the same `trackingKey`,
   * by which Ottu knows it (F8.4). What reaches no gateway has none.
   *
   * @throws TransportFault
   */
  async operate(
    { operation, sessionId, amount, destination, extra }: OperationRequest,
    { trackingKey, deadline }: { readonly trackingKey: string | undefined; readonly deadline: Deadline },
  ): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: OTTU_PATHS.operation,
      operation: NAMES[operation],
      json: writeJson({ operation, session_id: sessionId, amount, destination, extra }),
      ...(trackingKey === undefined ? {} : { trackingKey }),
      policy: { group: 'operations', repeat: 'unsent', deadline },
    });
  }
}
