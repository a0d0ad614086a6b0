import { green, red, say } from './paint.ts';

/** Statements of the demo, each held against what really happened. */
export interface Proof {
  /** Says the sentence, and whether it is true. */
  that(sentence: string, holds: boolean): void;
  /** How many were made, and how many of them were not true. */
  readonly made: number;
  readonly broken: number;
}

export function startProof(): Proof {
  let made = 0;
  let broken = 0;
  return {
    that(sentence, holds) {
      made += 1;
      if (!holds) broken += 1;
      say(holds ? `   ${green('✔')} ${sentence}` : `   ${red(`✘ NOT TRUE: ${sentence}`)}`);
    },
    get made() {
      return made;
    },
    get broken() {
      return broken;
    },
  };
}
