import { built, graft } from './graft.ts';

type Module = typeof import('../../../src/payments/settlement/merchant-event-publisher.ts');
type Publisher = InstanceType<Module['MerchantEventPublisher']>;

const { MerchantEventPublisher } = (await import(built('payments/settlement/merchant-event-publisher.js'))) as Module;

/** M53: that a cart was charged a second time is for operators; the merchant's shop would not know what to do with it. */
class UntoldSecond extends MerchantEventPublisher {
  override async tell(...[tx, rows, event]: Parameters<Publisher['tell']>) {
    await super.tell(tx, rows, { ...event, type: unlessSecond(event.type) });
  }

  override async publish(...[tx, paymentId, type, more]: Parameters<Publisher['publish']>) {
    await super.publish(tx, paymentId, unlessSecond(type), more);
  }
}

function unlessSecond<Type extends Parameters<Publisher['publish']>[2]>(type: Type) {
  return type === 'payment.duplicate' ? 'payment.needs_review' : type;
}

graft(MerchantEventPublisher, UntoldSecond);
