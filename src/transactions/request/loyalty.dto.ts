import { Flag, FreeObject, Text } from '../../http/fields/index.ts';

/** F2.2: rewards that Ottu gives after `paid`. */
export class Loyalty {
  @Flag({ example: true })
  enabled: boolean;

  @Text({ max: 128, optional: true, description: '`order_no` when left out.', example: 'LOY-SPRING-1' })
  reference?: string;

  @FreeObject({ optional: true, example: { campaign_id: 'spring' } })
  metadata?: Record<string, unknown>;
}
