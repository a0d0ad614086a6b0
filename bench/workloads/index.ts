import type { Workload } from '../harness/workload.ts';
import { addedLatency } from './added-latency.ts';
import { cartEdit } from './cart-edit.ts';
import { charge, create } from './durable.ts';
import { retrieve } from './retrieve.ts';
import { webhook } from './webhook.ts';

export const WORKLOADS: readonly Workload[] = [retrieve, create, charge, cartEdit, webhook, addedLatency];
