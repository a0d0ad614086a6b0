import type { Settings } from '../config/settings.ts';
import { Traces } from './traces.ts';

/** The SDK is loaded by whoever has set an address for traces, and by nobody else. */
export async function openTraces({ traces, proxy }: Pick<Settings, 'traces' | 'proxy'>): Promise<Traces> {
  if (traces === undefined) return new Traces();
  const { exportedTraces } = await import('./otlp/exported-traces.ts');
  return exportedTraces(traces, proxy);
}
