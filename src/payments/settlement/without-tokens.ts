import type { Settings } from '../../config/settings.ts';
import { QuotedTokens } from '../../ottu/quoted-tokens.ts';
import type { LockedPayment, SettlementInput } from './settlement-input.ts';

/** M70: Ottu's words may quote the token of the card that paid, also long after its own answer. */
export function withoutTokens<L extends SettlementInput>(
  input: L,
  { attempts }: Pick<LockedPayment, 'attempts'>,
  { ottu }: Settings,
): L {
  const tokens = new QuotedTokens(
    attempts.map(({ token_mark: mark }) => mark),
    ottu.webhookKeys.map((key) => key.reveal()),
  );
  if (tokens.isEmpty) return input;
  const { fact, verdict, details, attempt } = input;
  return {
    ...input,
    details: tokens.data(details),
    fact: fact && { ...fact, reported: tokens.data(fact.reported) },
    verdict: tokens.data(verdict),
    attempt: attempt && {
      ...attempt,
      referenceNumber: tokens.data(attempt.referenceNumber),
      result: tokens.data(attempt.result),
      refusal: tokens.data(attempt.refusal),
    },
  };
}
