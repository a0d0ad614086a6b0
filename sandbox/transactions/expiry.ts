import type { World } from '../world.ts';
import { notify } from './notify.ts';
import { isOpen } from './states.ts';
import type { Transaction } from './transaction.ts';

/** Past its expiry an open transaction can't be paid. Ottu notices at the payer's next try, or by itself if so configured (F2.2). */
export function expireIfDue(world: Pick<World, 'baseUrl' | 'clock' | 'messages'>, transaction: Transaction): void {
  if (!isOpen(transaction.state) || world.clock.now() < transaction.expiresAt) return;
  transaction.state = 'expired';
  notify(world, transaction, 'expired');
}
