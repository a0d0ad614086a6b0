import { writeJson } from '../json/write-json.ts';
import type { ExpireOptions } from './call-options.ts';
import { OTTU_PATHS } from './paths.ts';
import type { Deadline } from './transport/deadline.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

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
}
