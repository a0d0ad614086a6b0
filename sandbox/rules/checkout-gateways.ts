import { findGateway } from '../gateways/gateways.ts';
import type { Gateway } from '../gateways/gateways.ts';
import type { Switches } from '../switches.ts';
import type { InstrumentType } from './instrument.ts';
import { addProblem } from './problems.ts';
import type { Problems } from './problems.ts';

/** What of a request the rules about its gateways need. */
export interface GatewayQuestion {
  readonly codes: readonly string[];
  readonly currency: string | undefined;
  readonly paymentType: string;
  readonly instrument: InstrumentType | undefined;
  readonly orderNo: string | undefined;
  readonly switches: Pick<Switches, 'wallet_clash' | 'auto_debit_rules'>;
}

/** MPGS refuses longer order numbers (F2.2). */
const LONGEST_MPGS_ORDER_NO = 37;

/** Everything the facts say about `pg_codes` (F2.2, F3.2, F13.1). */
export function checkGateways(question: GatewayQuestion, problems: Problems): readonly Gateway[] {
  const fail = (message: string): void => addProblem(problems, 'pg_codes', message);
  const gateways: Gateway[] = [];
  for (const code of new Set(question.codes)) {
    const gateway = findGateway(code);
    if (gateway === undefined) fail(`Object with code=${code} does not exist.`);
    else gateways.push(gateway);
  }
  if (question.instrument !== undefined && !isOne(question)) {
    fail('Exactly one payment gateway code is required with payment_instrument.');
  }
  if (question.paymentType === 'auto_debit' && question.switches.auto_debit_rules === 'today' && !isOne(question)) {
    fail('Exactly one payment gateway code is required with payment_type auto_debit.');
  }
  for (const gateway of gateways) checkOne(gateway, question, problems, fail);
  checkClash(gateways, question, fail);
  return gateways;
}

const isOne = ({ codes }: GatewayQuestion): boolean => codes.length === 1;

function checkOne(
  gateway: Gateway,
  question: GatewayQuestion,
  problems: Problems,
  fail: (message: string) => void,
): void {
  const { currency, instrument, orderNo, paymentType } = question;
  if (currency !== undefined && !gateway.currencies.includes(currency)) {
    fail(`Payment gateway ${gateway.code} does not accept ${currency}.`);
  }
  const debitsLater = paymentType === 'auto_debit' || paymentType === 'auto_pay';
  if ((debitsLater || paymentType === 'save_card') && !gateway.tokenizable) {
    fail(`Payment gateway ${gateway.code} does not support tokenization.`);
  } else if (debitsLater && !gateway.autoDebit) {
    fail(`Payment gateway ${gateway.code} does not support auto debit.`);
  }
  if (instrument !== undefined && !supports(gateway, instrument)) {
    fail(`Payment gateway ${gateway.code} does not support ${instrument}.`);
  }
  if (orderNo !== undefined && gateway.pgName === 'mpgs' && [...orderNo].length > LONGEST_MPGS_ORDER_NO) {
    addProblem(problems, 'order_no', `Ensure this field has no more than ${LONGEST_MPGS_ORDER_NO} characters.`);
  }
}

function supports(gateway: Gateway, instrument: InstrumentType): boolean {
  return instrument === 'token' ? gateway.tokenizable : gateway.services.includes(instrument);
}

/**
 * Two gateways that both serve the currency must not bring the same provider of Ottu's own wallet; Apple Pay and the like
 * they may share (F16.6). Before, no wallet service could be shared (F2.2).
 */
function checkClash(
  gateways: readonly Gateway[],
  { currency, switches }: GatewayQuestion,
  fail: (message: string) => void,
): void {
  const owners = new Map<string, string>();
  for (const gateway of gateways) {
    if (currency === undefined || !gateway.currencies.includes(currency)) continue;
    for (const service of gateway.services) {
      // The merchant has one provider of Ottu's wallet, so whoever has the service shares it.
      if (switches.wallet_clash === 'own_wallet' && service !== 'wallet') continue;
      const owner = owners.get(service);
      if (owner === undefined) owners.set(service, gateway.code);
      else {
        return fail(
          `Payment gateways ${owner} and ${gateway.code} both offer ${service} for ${currency}; use one of them.`,
        );
      }
    }
  }
}
