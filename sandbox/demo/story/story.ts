import { browser } from './browser.ts';
import { charge } from './charge.ts';
import { decline } from './decline.ts';
import { lostAnswer } from './lost-answer.ts';
import { replay } from './replay.ts';
import type { Stage } from './stage.ts';

/** Plays every act. Throws where the service did something that no act foresees. */
export async function playStory(stage: Stage): Promise<void> {
  const order = await charge(stage);
  await replay(stage, order);
  await decline(stage);
  await lostAnswer(stage);
  await browser(stage, 'https://shop.example');
}
