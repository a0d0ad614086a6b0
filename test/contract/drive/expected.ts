import type { Heard } from './stage.ts';

/** A driver that is refused before Ottu hears of it would leave the contract untested. */
export async function expected(status: number, calling: Promise<Heard>): Promise<Heard> {
  const heard = await calling;
  if (heard.status === status) return heard;
  throw new Error(`the driver expected ${status} and heard ${heard.status}: ${JSON.stringify(heard.body)}`);
}
