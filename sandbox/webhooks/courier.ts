import type { World } from '../world.ts';
import { createGate } from './gate.ts';
import { post } from './post.ts';
import type { Delivery, DeliveryState } from './webhooks.ts';

/** F11.8: three tries of 15 s with pauses of 5 s, and only for time-outs; any answer and any other error is final. */
const TRIES = 3;
const TIMEOUT = 15_000;
const PAUSE = 5000;

/** Posts at a time. Without a limit thousands of them would stand in each other's way until all had timed out. */
const WORKERS = 64;

/** Carries deliveries to their receivers, on the simulator's clock. */
export interface Courier {
  /** Writes the tries down and resolves with how it ended. */
  carry(delivery: Delivery): Promise<DeliveryState>;
  /** Breaks off all that are on their way. */
  drop(): void;
}

export function createCourier(world: () => Pick<World, 'clock' | 'agenda'>, shortestTimeoutMs: number): Courier {
  const open = new Set<AbortController>();
  const gate = createGate(WORKERS);
  let round = 0;

  const tryOnce = async (delivery: Delivery): Promise<DeliveryState> => {
    const { clock } = world();
    const controller = new AbortController();
    open.add(controller);
    // A receiver does not work faster because the clock does.
    const limit = Math.max(TIMEOUT / clock.speed(), shortestTimeoutMs);
    const timer = setTimeout(() => controller.abort('timeout'), limit);
    const at = new Date(clock.now()).toISOString();
    const started = performance.now();
    const reply = await post(delivery.url, delivery.headers, delivery.raw_body, controller.signal);
    clearTimeout(timer);
    open.delete(controller);
    if (reply.error === 'dropped') return 'dropped';
    delivery.tries.push({ at, took_ms: Math.round(performance.now() - started), ...reply });
    if (reply.status === null) return reply.error === 'timeout' ? 'timed_out' : 'unreachable';
    return reply.status === 200 || reply.status === 201 ? 'delivered' : 'refused';
  };

  return {
    async carry(delivery) {
      const own = round;
      for (let count = 1; ; count += 1) {
        await gate.enter();
        const end = own === round ? await tryOnce(delivery) : 'dropped';
        gate.leave();
        if (end !== 'timed_out' || count === TRIES) return end;
        await world().agenda.wait(PAUSE);
        if (own !== round) return 'dropped';
      }
    },
    drop() {
      round += 1;
      for (const controller of open) controller.abort('dropped');
    },
  };
}
