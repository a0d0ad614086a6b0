import { randomUUID } from 'node:crypto';

import { built, graft } from './graft.ts';

type SendOperationModule = typeof import('../../../src/payments/operating/send-operation.ts');
type Operation = import('../../../src/payments/operating/send-operation.ts').OperationToSend;
type OperationId = import('../../../src/payments/identifiers.ts').OperationId;

const { SendOperation } = (await import(built('payments/operating/send-operation.js'))) as SendOperationModule;

/** M80: each call has a Tracking-Key of its own. Of a refund whose answer was lost Ottu makes a second one. */
class NewTrackingKey extends SendOperation {
  protected override async call(operation: Operation) {
    return super.call(operation.repeated ? { ...operation, id: randomUUID() as OperationId } : operation);
  }
}

graft(SendOperation, NewTrackingKey);
