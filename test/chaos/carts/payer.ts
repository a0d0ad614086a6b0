import type { World } from '../world.ts';
import type { PayerAct } from './told-shopper.ts';

/** What a payer does at Ottu: on its page, or to the bank's question. */
export interface Payer {
  /** Opens the page, and does nothing yet. */
  open(sessionId: string): Promise<void>;
  /** @returns whether the session took it; what came of it is the ledger's business. */
  pay(sessionId: string, outcome: string, late?: boolean): Promise<boolean>;
}

/** @param acts takes down what was done. */
export function createPayer({ simulator }: World, acts: PayerAct[]): Payer {
  return {
    async open(sessionId) {
      await (await fetch(`${simulator.url}/b/checkout/redirect/start/?session_id=${sessionId}`)).text();
    },
    async pay(sessionId, outcome, late = false) {
      const answer = await fetch(`${simulator.url}/__sandbox/sessions/${sessionId}/pay`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ outcome, late }),
      });
      const { reference_number: reference = '' } = (await answer.json()) as { reference_number?: string };
      if (answer.status !== 200) return false;
      acts.push({ sessionId, reference, late });
      return true;
    },
  };
}
