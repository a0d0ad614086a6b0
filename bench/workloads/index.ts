import type { Workload } from '../harness/workload.ts';
import { addedLatency } from './added-latency.ts';
import { cartEdit } from './cart-edit.ts';
import { coldStart } from './cold-start.ts';
import { charge, create } from './durable.ts';
import { evening } from './evening.ts';
import { filled } from './filled.ts';
import { inFlight } from './in-flight.ts';
import { listeners } from './listeners.ts';
import { retrieve } from './retrieve.ts';
import { webhook } from './webhook.ts';

export const WORKLOADS: readonly Workload[] = [
  retrieve,
  create,
  charge,
  cartEdit,
  webhook,
  inFlight,
  listeners,
  coldStart,
  filled,
  addedLatency,
  evening,
];
