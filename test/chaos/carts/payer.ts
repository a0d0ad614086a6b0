import type { World } from '../world.ts';

/** What a payer does at Ottu: on its page, or to the bank's question. */
export interface Payer {
  /** Opens the page, and does nothing yet. */
  open(sessionId: string): Promise<void>;
  /** @returns whether the session took it; what came of it is the ledger's business. */
  pay(sessionId: string, outcome: string, late?: boolean): Promise<boolean>;
}

export function createPayer({ simulator }: World): Payer {
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
      await answer.text();
      return answer.status === 200;
    },
  };
}
