import type { ServiceKeySettings } from '../../config/settings.ts';
import { ok, warn, type Check, type Finding } from '../check.ts';

const DAY_MS = 24 * 60 * 60_000;
/** A key that ends within this is told. */
const SOON_DAYS = 30;

/** That it can be read is known by the time a check is made; what cannot be read is told before. */
export const CONFIGURATION: Check = {
  name: 'configuration',
  run: async ({ settings }) => {
    const { environment, ottu } = settings;
    return [
      ok(`read; ${ottu.mode} mode, NODE_ENV ${environment}, Ottu at ${new URL(ottu.baseUrl).origin}`),
      ...settings.warnings.map((warning) => warn(warning, 'mend it: the next version refuses it')),
    ];
  },
};

/** M95a. */
export const TRUST_PROXY: Check = {
  name: 'trust-proxy',
  run: async ({ settings: { http } }) => {
    if (http.proxyUnsaid) {
      return [
        warn(
          'TRUST_PROXY is not set: behind a proxy all shoppers would share one limit (M95a)',
          'set it to the number of proxies or to their addresses, or to false where nobody stands in front',
        ),
      ];
    }
    if (http.trustProxy === true) {
      return [
        warn(
          'TRUST_PROXY is true: whoever calls can name any address as its own',
          'name the proxies, or say how many there are',
        ),
      ];
    }
    return [ok(http.trustProxy === false ? 'nobody stands in front' : `TRUST_PROXY is ${http.trustProxy}`)];
  },
};

export const SERVICE_KEYS: Check = {
  name: 'service-keys',
  run: async ({ settings: { serviceKeys } }) => {
    if (serviceKeys.length === 0) {
      return [warn('there is none: no server can call', 'make one: npm run service-key -- create, and SERVICE_KEYS')];
    }
    const endless = serviceKeys.filter(({ expiresAt }) => expiresAt === undefined).length;
    const ends = endless === 0 ? 'each with an end' : `${endless} of them without an end`;
    return [ok(`${counted(serviceKeys.length, 'key')}, ${ends}`), ...serviceKeys.flatMap(endingKey)];
  },
};

function endingKey({ id, name, expiresAt }: ServiceKeySettings): Finding[] {
  if (expiresAt === undefined) return [];
  const days = (expiresAt.getTime() - Date.now()) / DAY_MS;
  if (days > SOON_DAYS) return [];
  const when = expiresAt.toISOString();
  const seen =
    days <= 0 ? `has expired (${when}): it is refused` : `expires in ${counted(Math.ceil(days), 'day')} (${when})`;
  const todo =
    days <= 0
      ? 'take it out of SERVICE_KEYS, or give the caller another one'
      : 'make another key of the same name, give it to the caller, then take this one out';
  return [{ ...warn(`the key of ${name} ${seen}`, todo), about: id }];
}

export const WEBHOOK_KEYS: Check = {
  name: 'webhook-keys',
  run: async ({ settings: { ottu } }) => {
    const { length } = ottu.webhookKeys;
    if (length === 1) return [ok('one key; whether it is the one of Ottu, only the first webhook tells')];
    if (length === 2) {
      return [ok('two keys, as while they are rotated; take the older one out when Ottu signs by the newer')];
    }
    return [warn(`${length} keys are taken`, 'take out of OTTU_WEBHOOK_KEYS what Ottu signs by no more')];
  },
};

export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
