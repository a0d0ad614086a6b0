import { printFreezeOwner, REVIEW_OWNER } from '../freeze-owner.ts';

/** As `carts.frozen_by` holds it. */
export const HELD_FOR_REVIEW = printFreezeOwner(REVIEW_OWNER);
