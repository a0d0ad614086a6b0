import type { OttuCredentials } from '../../config/settings.ts';
import { refusalNote } from '../../ottu/likely-permission.ts';
import { gatewaysIn, type GatewayTraits } from '../../ottu/payment-methods-api.ts';
import { TransportFault } from '../../ottu/transport/transport-fault.ts';
import { isOfOtherMode } from '../../payments/gateways/gateway-violations.ts';
import { fail, ok, originOf, skipped, unanswered, warn, type Check, type Finding } from '../check.ts';
import { PLUGINS, type Plugin, type World } from '../world.ts';

/** That Ottu is there and takes the credential: by the query of payment methods, which changes nothing. */
export const CREDENTIALS: Check = {
  name: 'ottu',
  run: async (world) => {
    const { baseUrl, credentials } = world.settings.ottu;
    try {
      const { reply, asked, answered } = await world.paymentMethods('e_commerce');
      if (reply.status === 401 || reply.status === 403) {
        const note = refusalNote(reply.status, credentials.kind, 'query_payment_methods', {});
        return [fail(`${reply.status}: ${note}`, 'mend OTTU_BASE_URL or the credential')];
      }
      if (gatewaysIn(reply) === undefined) {
        return [
          fail(
            `${originOf(baseUrl)} answered ${reply.status}, which is no list of payment methods`,
            'is OTTU_BASE_URL the address of your own Ottu, and of nothing in front of it?',
          ),
        ];
      }
      return accepted(credentials, answered - asked);
    } catch (error) {
      if (!(error instanceof TransportFault)) throw error;
      const { reason, systemCode } = error;
      const code = systemCode === undefined ? reason : `${reason}, ${systemCode}`;
      const seen = `no answer from ${originOf(baseUrl)} (${code})`;
      return [
        reason === 'no_credentials'
          ? fail('the file of the credential holds none', 'write the credential into it')
          : unanswered(seen, systemCode, 'OTTU_BASE_URL, name resolution, firewall, proxy?'),
      ];
    }
  },
};

function accepted({ kind }: OttuCredentials, milliseconds: number): Finding[] {
  switch (kind) {
    case 'api_key':
      return [ok(`it takes the API key; it answered within ${milliseconds} ms`)];
    case 'basic':
      return [
        ok(`it takes user name and password; it answered within ${milliseconds} ms`),
        warn(
          'to a user Ottu shows no saved cards: their routes, charges of a saved card by its id and of an agreement by its card answer 501 (F1.3)',
          'set OTTU_API_KEY instead; else give the user the permissions of everything that is to be done',
        ),
      ];
  }
}

/** What of Ottu's word about its gateways makes a difference to this service, for each code that shoppers are offered. */
export const GATEWAYS: Check = {
  name: 'gateways',
  run: async (world) => {
    const { pgCodes, mode, credentials } = world.settings.ottu;
    if (pgCodes.length === 0) {
      return [
        warn('OTTU_PG_CODES is empty: shoppers are offered none', 'fine where only servers charge; else list them'),
      ];
    }
    const listed = new Map<Plugin, readonly GatewayTraits[]>();
    for (const plugin of PLUGINS) {
      const gateways = await listedFor(world, plugin);
      if (gateways !== undefined) listed.set(plugin, gateways);
    }
    const shop = listed.get('e_commerce');
    if (shop === undefined) return [skipped('Ottu told nothing of its gateways')];
    const elsewhere = listed.get('payment_request') ?? [];
    return pgCodes.map((code) => {
      const found = shop.find((gateway) => gateway.code === code);
      const finding =
        found === undefined
          ? unlisted(
              elsewhere.some((gateway) => gateway.code === code),
              credentials,
            )
          : usable(found, mode);
      return { ...finding, about: code };
    });
  },
};

async function listedFor(world: World, plugin: Plugin): Promise<readonly GatewayTraits[] | undefined> {
  try {
    return gatewaysIn((await world.paymentMethods(plugin)).reply);
  } catch (error) {
    if (error instanceof TransportFault) return undefined;
    throw error;
  }
}

function unlisted(isElsewhere: boolean, { kind }: OttuCredentials): Finding {
  if (isElsewhere) {
    return fail(
      'Ottu lists it for payment requests only: no cart can be paid by it',
      "enable it for e-commerce in Ottu's dashboard, or take it out of OTTU_PG_CODES",
    );
  }
  const permission = kind === 'basic' ? ', or the user lacks "Can use" for it' : '';
  return fail(
    `Ottu does not list it: it is misspelt, disabled, or of another Ottu${permission}`,
    "compare OTTU_PG_CODES with the codes in Ottu's dashboard",
  );
}

function usable(gateway: GatewayTraits, mode: 'sandbox' | 'live'): Finding {
  if (isOfOtherMode(gateway, mode)) {
    const own = gateway.isSandbox === true ? 'sandbox' : 'live';
    return fail(
      `a ${own} gateway, and this service runs in ${mode} mode: its charges are refused (M97)`,
      'take it out of OTTU_PG_CODES, or mend OTTU_MODE',
    );
  }
  const seen = traitsOf(gateway);
  if (gateway.isSandbox === undefined && mode === 'live') {
    return warn(`${seen}; Ottu does not say whether it is live, and it is charged all the same (M97)`, 'ask Ottu');
  }
  return ok(seen);
}

function traitsOf({ name, isSandbox, currencies, paymentServices, tokenizable, autoDebit }: GatewayTraits): string {
  const told = (value: boolean | undefined, what: string): string[] => {
    if (value === undefined) return [`${what}: not told`];
    return [value ? what : `no ${what}`];
  };
  return [
    ...(name === undefined ? [] : [shown(name)]),
    ...(isSandbox === undefined ? [] : [isSandbox ? 'sandbox' : 'live']),
    currencies === undefined || currencies.length === 0 ? 'currencies: not told' : currencies.map(shown).join(' '),
    paymentServices === undefined ? 'wallets: not told' : `wallets: ${paymentServices.map(shown).join(' ')}`,
    ...told(tokenizable, 'saved cards'),
    ...told(autoDebit, 'auto-debit'),
  ].join(', ');
}

/** Ottu's words go to a terminal. */
function shown(text: string): string {
  return /^[-\w]{1,50}$/.test(text) ? text : '?';
}
