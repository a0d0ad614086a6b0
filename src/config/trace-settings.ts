import type { Environment } from './environment.ts';
import { Secret } from './secret.ts';
import type { TraceSettings } from './settings.ts';
import { readOtlpHeaders, withoutTrailingSlash } from './variable-rules.ts';

/** Nothing but what OpenTelemetry's own variables say; without an address everything else is ignored, as it may be set for others. */
export function traceSettings(environment: Environment): TraceSettings | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = environment;
  if (endpoint === undefined) return undefined;
  return {
    url: `${withoutTrailingSlash(endpoint)}/v1/traces`,
    headers: (readOtlpHeaders(headers ?? '') ?? []).map(([name, value]) => [name, new Secret(value)] as const),
    serviceName: environment.OTEL_SERVICE_NAME ?? 'ottu-bff',
    ratio: Number(environment.OTEL_TRACES_SAMPLER_ARG ?? 1),
  };
}
