import { WholeNumber } from '../../http/fields/index.ts';

/** F2.2: for direct payments only. */
export class CardAcceptanceCriteria {
  @WholeNumber({
    min: 1,
    max: 365,
    optional: true,
    description: 'Days that a card must still be valid; 30 for `auto_debit` when left out.',
    example: 30,
  })
  min_expiry_time?: number;
}
