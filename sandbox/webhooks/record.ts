import type { Delivery, DeliveryFilter } from './webhooks.ts';

export interface DeliveryRecord {
  add(delivery: Omit<Delivery, 'id' | 'tries' | 'state'>): Delivery;
  find(id: number): Delivery | undefined;
  list(filter?: DeliveryFilter): readonly Delivery[];
  clear(): void;
}

/** The newest `limit` deliveries. */
export function createDeliveryRecord(limit: number): DeliveryRecord {
  // A Map keeps the order of insertion, so that its first key is the oldest.
  const deliveries = new Map<number, Delivery>();
  let lastId = 0;
  return {
    add(given) {
      const delivery: Delivery = { id: ++lastId, ...given, tries: [], state: 'waiting' };
      deliveries.set(delivery.id, delivery);
      if (deliveries.size > limit) deliveries.delete(Number(deliveries.keys().next().value));
      return delivery;
    },
    find: (id) => deliveries.get(id),
    list: ({ order_no: orderNo, session_id: sessionId } = {}) =>
      [...deliveries.values()].filter(
        (each) =>
          (orderNo === undefined || each.order_no === orderNo) &&
          (sessionId === undefined || each.session_id === sessionId),
      ),
    clear: () => deliveries.clear(),
  };
}
