import { OneOf, Text } from '../../http/fields/index.ts';
import { Cursor, PageSize } from '../../http/query-parameters.ts';
import { DELIVERY_STATES, EVENT_TYPES, type DeliveryState, type EventType } from '../event-types.ts';

export const USUAL_PAGE = 50;

export class MerchantEventsQuery {
  @OneOf(DELIVERY_STATES, { optional: true, description: 'Dead letters are `dead`.' })
  state?: DeliveryState;

  @OneOf(EVENT_TYPES, { optional: true })
  type?: EventType;

  @Text({
    max: 36,
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    patternMessage: 'must be the id of a payment',
    format: 'uuid',
    optional: true,
  })
  payment_id?: string;

  @PageSize({ largest: 200, usual: USUAL_PAGE })
  limit?: string;

  @Cursor()
  cursor?: string;
}
