import type { plantedCard } from '../cards/cards.ts';

type Planted = Parameters<typeof plantedCard>[0];

const SARA = 'cust-77';

/** Beside the card that every simulator has: one of each kind that a shopper may meet. */
export const DEMO_CARDS: readonly Planted[] = [
  { token: '9990001112220002', customer_id: SARA, brand: 'MASTERCARD', number: '**** 4444', expiry_month: '05' },
  // What the bank makes of it is marked in its token.
  { token: 'sim-declined-0003', customer_id: SARA, number: '**** 0051', expiry_month: '11', expiry_year: '31' },
  { token: '9990001112220004', customer_id: SARA, number: '**** 2514', expiry_year: '30', cvv_required: true },
  { token: '9990001112220005', customer_id: SARA, brand: 'MASTERCARD', number: '**** 0008', expiry_year: '24' },
];

/** Gives the one account of the demo shop its saved cards. */
export async function plantCards(simulatorUrl: string): Promise<void> {
  for (const card of DEMO_CARDS) {
    const { ok } = await fetch(`${simulatorUrl}/__sandbox/cards`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(card),
    });
    if (!ok) throw new Error('The simulator refused a saved card of the demo.');
  }
}
