import type { FactSource } from '../../database/states.ts';

/**
 * Something Ottu said about a transaction, as it said it: texts are the members' own, `undefined` where absent. Nothing
 * here has been believed yet; `checkFact` decides that.
 */
export interface ProviderFact {
  readonly source: FactSource;
  readonly state: string | undefined;
  readonly result: string | undefined;
  readonly orderNo: string | undefined;
  readonly sessionId: string | undefined;
  readonly amount: string | undefined;
  readonly currencyCode: string | undefined;
  readonly settledAmount: string | undefined;
  readonly referenceNumber: string | undefined;
  readonly isSandbox: boolean | undefined;
  readonly pgCode: string | undefined;
  readonly customerId: string | undefined;
  readonly paymentType: string | undefined;
  readonly message: string | undefined;
  readonly pgParams: Record<string, unknown> | undefined;
  /** Ottu's name of the gateway, such as `mpgs` (F9.1). */
  readonly gatewayName?: string | undefined;
  /** When Ottu processed it (F11.2). */
  readonly processedAt?: Date | undefined;
  /** How long after its creation the transaction expires, in minutes (F2.2). */
  readonly expiresInMinutes?: number | undefined;
}
