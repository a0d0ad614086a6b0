/** Deliveries that wait for a later one to arrive first. */
export interface Holds {
  /**
   * Resolves when a delivery with a higher id has arrived: of the same order where `orderNo` is given, else of any. At
   * once when another is held already: the two change places, and nothing waits for ever in a chain.
   */
  until(id: number, orderNo: string | undefined): Promise<void>;
  arrived(id: number, orderNo: string | undefined): void;
  /** Lets all go. */
  clear(): void;
}

export function createHolds(): Holds {
  let held: { readonly id: number; readonly orderNo: string | undefined; readonly release: () => void }[] = [];
  return {
    until(id, orderNo) {
      if (held.some((each) => each.orderNo === orderNo)) return Promise.resolve();
      return new Promise((release) => void held.push({ id, orderNo, release }));
    },
    arrived(id, orderNo) {
      const free = held.filter((each) => each.id < id && (each.orderNo === undefined || each.orderNo === orderNo));
      if (free.length === 0) return;
      held = held.filter((each) => !free.includes(each));
      for (const each of free) each.release();
    },
    clear() {
      const free = held;
      held = [];
      for (const each of free) each.release();
    },
  };
}
