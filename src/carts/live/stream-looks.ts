import { Injectable } from '@nestjs/common';

import { Background } from '../../background/background.ts';
import { Settings } from '../../config/settings.ts';
import { ShopperLooks } from '../paying/shopper-looks.ts';
import { LiveCarts } from './live-carts.ts';

/**
 * M31: who has a stream open follows a payment without asking again, so this process asks for them. It also looks for what they
 * were not told because the replica that was to tell it had died.
 */
@Injectable()
export class StreamLooks {
  constructor(live: LiveCarts, looks: ShopperLooks, { durations }: Settings, background: Background) {
    background.poller({
      name: 'StreamLooks',
      everyMs: durations.shopperLook,
      run: async () => {
        await looks.followed(live.followed);
        await live.catchUp();
      },
      failed: 'What shoppers follow could not be looked at',
    });
  }
}
