import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { writeJson } from '../../json/write-json.ts';
import { successObject } from '../../ottu/errors/problem-of-reply.ts';
import { PaymentMethodsApi } from '../../ottu/payment-methods-api.ts';
import { isRecord } from '../../ottu/reply-json.ts';
import { Deadline } from '../../ottu/transport/deadline.ts';
import { Problem } from '../../problems/problem.ts';
import { StaleWhileRevalidate } from '../stale-while-revalidate.ts';
import type { OfferedMethod, OfferedService } from './offered-methods.response.ts';

/**
 * What shoppers may see of the gateways that Ottu lists (F7): those of `OTTU_PG_CODES` only, in the order given there,
 * none that runs in the other mode (M97), and of each an allow-list of members.
 */
export function offeredMethods(
  listed: readonly unknown[],
  offered: { readonly pgCodes: readonly string[]; readonly mode: 'sandbox' | 'live' },
): OfferedMethod[] {
  const byCode = new Map(listed.filter(isRecord).map((method) => [method['code'], method]));
  return offered.pgCodes.flatMap((code) => {
    const method = byCode.get(code);
    if (method === undefined || isInOtherMode(method, offered.mode)) return [];
    return [shown(code, method)];
  });
}

function isInOtherMode({ is_sandbox: sandbox }: Record<string, unknown>, mode: 'sandbox' | 'live'): boolean {
  return typeof sandbox === 'boolean' && sandbox !== (mode === 'sandbox');
}

function shown(code: string, method: Record<string, unknown>): OfferedMethod {
  const text = (name: string): string | undefined => textOf(method[name]);
  const logo = text('logo');
  const currency = text('default_currency');
  return {
    code,
    name: text('name') ?? code,
    ...(logo === undefined ? {} : { logo }),
    ...(currency === undefined ? {} : { default_currency: currency }),
    accepted_currencies: listOf(method['accepted_currencies']).flatMap((item) => textOf(item) ?? []),
    payment_services: listOf(method['payment_services']).flatMap(serviceOf),
  };
}

/** OA has objects with a code, a guide's sample has plain texts. */
function serviceOf(service: unknown): OfferedService[] {
  if (typeof service === 'string') return [{ code: service }];
  const code = isRecord(service) ? textOf(service['code']) : undefined;
  if (!isRecord(service) || code === undefined) return [];
  const name = textOf(service['name']);
  const nameAr = textOf(service['name_ar']);
  return [{ code, ...(name === undefined ? {} : { name }), ...(nameAr === undefined ? {} : { name_ar: nameAr }) }];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

const FRESH_MS = 60_000;
/** A shopper's page waits no longer than this for a newer list while there is an old one. */
const MAX_WAIT_MS = 2_000;
const COOLDOWN_MS = 5_000;

/** What the storefront may offer, asked of Ottu once a minute at most. Ottu being down does not empty the page. */
@Injectable()
export class OfferedMethods {
  readonly #listed: StaleWhileRevalidate<readonly unknown[]>;

  constructor(
    private readonly api: PaymentMethodsApi,
    private readonly settings: Settings,
  ) {
    this.#listed = new StaleWhileRevalidate(() => this.#ask(), {
      freshMs: FRESH_MS,
      maxWaitMs: MAX_WAIT_MS,
      cooldownMs: COOLDOWN_MS,
      now: () => performance.now(),
    });
  }

  /** @throws Problem `ottu_unreachable` only as long as Ottu has never answered */
  async list(): Promise<OfferedMethod[]> {
    const { pgCodes, mode } = this.settings.ottu;
    if (pgCodes.length === 0) return [];
    try {
      return offeredMethods(await this.#listed.get(), { pgCodes, mode });
    } catch (error) {
      throw new Problem('ottu_unreachable', {
        detail: 'The payment methods are not known yet, because Ottu could not be asked.',
        retryAfterSeconds: Math.ceil(COOLDOWN_MS / 1000),
        cause: error,
      });
    }
  }

  async #ask(): Promise<readonly unknown[]> {
    const reply = await this.api.query(writeJson({ plugin: 'e_commerce' }), new Deadline(this.settings.ottu.timeoutMs));
    const methods: unknown = successObject(reply).source('/payment_methods')?.value();
    if (!Array.isArray(methods)) throw new Problem('ottu_bad_answer');
    return methods as readonly unknown[];
  }
}
