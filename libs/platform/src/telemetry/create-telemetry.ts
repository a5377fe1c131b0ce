import { hostname } from 'node:os';
import * as api from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { Pipeline, Redis } from 'ioredis';
import { Client } from 'pg';
import type { Metrics } from '../operations/metrics';
import type { Settings } from '../settings/settings';
import { type PrometheusMetrics, PrometheusProducer } from './prometheus-producer';
import type { Telemetry } from './start-telemetry';
import { traceCommands, traceStatements } from './trace-clients';
import { stopTracing, useTracer } from './tracing';

let areClientsTraced = false;

export function createTelemetry(
  settings: Settings,
  metricsOf: () => Metrics | undefined,
  endpoint: string,
  timeoutMillis: number,
): Telemetry {
  const exporter = {
    endpoint,
    headers: headersOf(settings.OTEL_EXPORTER_OTLP_HEADERS),
    timeoutMillis,
  };
  const resource = resourceFromAttributes({
    'service.name': settings.OTEL_SERVICE_NAME,
    'service.instance.id': `${hostname()}:${process.pid}`,
  });
  const traces = createTracerProvider(settings, resource, exporter);
  const metrics = createMeterProvider(settings, resource, exporter, metricsOf);
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  useTracer(api, traces.getTracer('collabsphere-auth'));
  if (!areClientsTraced) {
    traceStatements(Client);
    traceCommands(Redis, Pipeline);
    areClientsTraced = true;
  }
  return {
    async stop() {
      await Promise.allSettled([traces.shutdown(), metrics.shutdown()]);
      stopTracing();
      api.context.disable();
      api.propagation.disable();
    },
  };
}

interface ExporterOptions {
  endpoint: string;
  headers: Record<string, string>;
  timeoutMillis: number;
}

const createTracerProvider = (
  { OTEL_TRACES_SAMPLER_ARG }: Settings,
  resource: Resource,
  { endpoint, ...options }: ExporterOptions,
) =>
  new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(OTEL_TRACES_SAMPLER_ARG) }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, ...options }) }),
    ],
  });

function createMeterProvider(
  { OTEL_METRIC_EXPORT_INTERVAL }: Settings,
  resource: Resource,
  { endpoint, ...options }: ExporterOptions,
  metricsOf: () => Metrics | undefined,
): MeterProvider {
  const read = async () => ((await metricsOf()?.registry.getMetricsAsJSON()) ?? []) as PrometheusMetrics;
  return new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new OTLPMetricExporter({ url: `${endpoint}/v1/metrics`, ...options }),
        exportIntervalMillis: OTEL_METRIC_EXPORT_INTERVAL,
        exportTimeoutMillis: Math.min(options.timeoutMillis, OTEL_METRIC_EXPORT_INTERVAL),
        metricProducers: [new PrometheusProducer(read, resource)],
      }),
    ],
  });
}

const headersOf = (text = ''): Record<string, string> =>
  Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map(
        (pair) =>
          pair
            .split(/=(.*)/s)
            .slice(0, 2)
            .map((part) => part.trim()) as [string, string],
      ),
  );
