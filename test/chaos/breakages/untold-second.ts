import { built, graft } from './graft.ts';

type Module = typeof import('../../../src/payments/settlement/merchant-event-publisher.ts');
type Arguments = Parameters<InstanceType<Module['MerchantEventPublisher']>['publish']>;

const { MerchantEventPublisher } = (await import(built('payments/settlement/merchant-event-publisher.js'))) as Module;

/** M53: that a cart was charged a second time is for operators; the merchant's shop would not know what to do with it. */
class UntoldSecond extends MerchantEventPublisher {
  override async publish(...[tx, paymentId, type, more]: Arguments) {
    await super.publish(tx, paymentId, type === 'payment.duplicate' ? 'payment.needs_review' : type, more);
  }
}

graft(MerchantEventPublisher, UntoldSecond);
