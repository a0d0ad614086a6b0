import { writeJson } from '../json/write-json.ts';
import type { ReadOptions } from './call-options.ts';
import { OTTU_PATHS } from './paths.ts';
import { isRecord, jsonObjectOf } from './reply-json.ts';
import type { Deadline } from './transport/deadline.ts';
import type { OttuReply, OttuTransport } from './transport/ottu-transport.ts';

/** What Ottu's own reply says about one gateway code (F7); a member that it leaves out is `undefined`. */
export interface GatewayTraits {
  readonly code: string;
  /** Ottu's name of the gateway behind the code, such as `mpgs` (F9.1). */
  readonly name?: string | undefined;
  readonly isSandbox: boolean | undefined;
  /** Wallet services by their codes, such as `apple_pay`; absent when Ottu lists none at all. */
  readonly paymentServices: readonly string[] | undefined;
  readonly tokenizable: boolean | undefined;
  readonly autoDebit: boolean | undefined;
  readonly currencies: readonly string[] | undefined;
}

/** Ottu's payment-methods query (F7). */
export class PaymentMethodsApi {
  readonly #transport: OttuTransport;

  constructor(transport: OttuTransport) {
    this.#transport = transport;
  }

  /**
   * The full query with all its filters. It changes nothing, so it is repeated as a GET is.
   *
   * @param body JSON text, sent as it is.
   * @throws TransportFault
   */
  async query(body: string, deadline: Deadline, { group = 'read', signal }: ReadOptions = {}): Promise<OttuReply> {
    return this.#transport.send({
      method: 'POST',
      path: OTTU_PATHS.paymentMethods,
      operation: 'query_payment_methods',
      json: body,
      policy: { group, repeat: 'always', deadline },
      signal,
    });
  }

  /**
   * All gateways of one plugin.
   *
   * @returns nothing when Ottu's answer could not be used.
   * @throws TransportFault
   */
  async gateways(plugin: 'e_commerce' | 'payment_request', deadline: Deadline): Promise<GatewayTraits[] | undefined> {
    return gatewaysIn(await this.query(writeJson({ plugin }), deadline));
  }
}

/** The gateways that a reply to the query lists; nothing when it cannot be used. */
export function gatewaysIn(reply: OttuReply): GatewayTraits[] | undefined {
  const methods = reply.status === 200 ? jsonObjectOf(reply)?.source('/payment_methods')?.value() : undefined;
  return Array.isArray(methods) ? methods.filter(isRecord).flatMap(gatewayTraits) : undefined;
}

function gatewayTraits(method: Record<string, unknown>): GatewayTraits[] {
  const { code } = method;
  if (typeof code !== 'string') return [];
  return [
    {
      code,
      name: typeof method['pg'] === 'string' ? method['pg'] : undefined,
      isSandbox: booleanOf(method['is_sandbox']),
      paymentServices: servicesOf(method['payment_services']),
      tokenizable: booleanOf(method['is_tokenizable']),
      autoDebit: booleanOf(method['auto_debit_enabled']),
      currencies: textsOf(method['accepted_currencies']),
    },
  ];
}

function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

/** OA has objects with a code, a guide's sample has plain texts; an empty list says nothing about what is supported. */
function servicesOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value
    .map((service: unknown) => (isRecord(service) ? service['code'] : service))
    .filter((code) => typeof code === 'string');
}
