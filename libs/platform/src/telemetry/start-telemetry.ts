import type { Metrics } from '../operations/metrics';
import type { Settings } from '../settings/settings';

/** Ends by itself where the collector does not answer; milliseconds. */
const EXPORT_TIMEOUT_MS = 5000;

export interface Telemetry {
  /** Sends what is there. */
  stop(): Promise<void>;
}

/**
 * Starts OpenTelemetry where `OTEL_EXPORTER_OTLP_ENDPOINT` names a collector; without it none of its code is loaded.
 * Traces and metrics are lost, and no request waits, while the collector is away. To be called before connections are
 * made to PostgreSQL and Redis.
 * @param metrics those of the service, from when it is there
 */
export async function startTelemetry(
  settings: Settings,
  metrics: () => Metrics | undefined,
): Promise<Telemetry | undefined> {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!endpoint) return undefined;
  const { createTelemetry } = await import('./create-telemetry.js');
  return createTelemetry(settings, metrics, endpoint, EXPORT_TIMEOUT_MS);
}
