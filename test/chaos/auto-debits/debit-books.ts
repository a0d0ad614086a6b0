import type { World } from '../world.ts';
import type { Billed } from './billing.ts';

/** An agreement as the service shows it. */
export interface BookedAgreement {
  readonly agreement_id: string;
  readonly customer_id: string;
  readonly cycles_charged: number;
}

export interface DebitBooks {
  readonly billed: readonly Billed[];
  /** Those that the service knows. */
  readonly agreements: readonly BookedAgreement[];
}

/** Every agreement, page by page, and what was billed under them. */
export async function readDebits(world: World, billed: readonly Billed[]): Promise<DebitBooks> {
  const agreements: BookedAgreement[] = [];
  let cursor: string | undefined;
  do {
    if (billed.length === 0) break;
    const query = new URLSearchParams({ limit: '200', ...(cursor === undefined ? {} : { cursor }) });
    const answer = await fetch(`${world.replicas[0]?.url ?? ''}/v1/agreements?${query}`, {
      headers: { authorization: world.authorization },
    });
    if (answer.status !== 200) throw new Error(`the agreements cannot be listed: ${answer.status}`);
    const page = (await answer.json()) as { agreements: BookedAgreement[]; next_cursor?: string | null };
    agreements.push(...page.agreements);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return { billed, agreements };
}
