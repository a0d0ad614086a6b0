import type { JsonBody } from '../../http/json-body.ts';
import type { SessionId } from '../../payments/identifiers.ts';
import type { ChangeTransactionRequest } from '../request/change-transaction.request.ts';

export type ChangeKind = 'update' | 'replace';

export interface ChangeCommand {
  /** PATCH or PUT. */
  readonly kind: ChangeKind;
  readonly sessionId: SessionId;
  readonly body: JsonBody<ChangeTransactionRequest>;
}

/** The right to make one call to Ottu that changes a transaction of ours. */
export interface ChangeClaimed {
  readonly paymentId: string;
  readonly writeId: string;
  /** The row of the new amount, where the change asks for one (M61). */
  readonly amountId: string | undefined;
  readonly additions: Readonly<Record<string, string>>;
}
