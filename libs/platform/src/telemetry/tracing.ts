import type { Attributes, Context, Span, SpanKind, Tracer } from '@opentelemetry/api';

type Api = typeof import('@opentelemetry/api');

/** What `startTelemetry` has loaded; nothing while OpenTelemetry is off. */
let active: { api: Api; tracer: Tracer } | undefined;

export function useTracer(api: Api, tracer: Tracer): void {
  active = { api, tracer };
}

export function stopTracing(): void {
  active = undefined;
}

/** For attributes that have a cost. */
export const isTracing = (): boolean => active !== undefined;

export type SpanKindName = keyof typeof SpanKind;

/** Headers of a request or another carrier of W3C trace context (`traceparent`, `tracestate`). */
export type TraceCarrier = Record<string, unknown>;

/** Runs `work` in a span. Attributes hold no personal data and no token; of an error only its class is recorded. */
export async function inSpan<Result>(
  name: string,
  kind: SpanKindName,
  attributes: Attributes,
  work: () => Promise<Result>,
  carrier?: TraceCarrier,
): Promise<Result> {
  if (!active) return work();
  const { api, tracer } = active;
  const parent = carrier ? api.propagation.extract(api.context.active(), carrier) : api.context.active();
  const span = tracer.startSpan(name, { kind: api.SpanKind[kind], attributes }, parent);
  try {
    return await api.context.with(api.trace.setSpan(parent, span), work);
  } catch (error) {
    markFailed(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/**
 * A span that something else ends, such as the answer to a request.
 * @returns nothing while OpenTelemetry is off
 */
export function startSpan(
  name: string,
  kind: SpanKindName,
  attributes: Attributes,
  carrier?: TraceCarrier,
): { span: Span; run: (work: () => void) => void } | undefined {
  if (!active) return undefined;
  const { api, tracer } = active;
  const parent: Context = carrier ? api.propagation.extract(api.context.active(), carrier) : api.context.active();
  const span = tracer.startSpan(name, { kind: api.SpanKind[kind], attributes }, parent);
  return { span, run: (work) => api.context.with(api.trace.setSpan(parent, span), work) };
}

/** As `startSpan`, and nothing outside of a trace: what runs by a timer would be traces of its own. */
export function startChildSpan(name: string, attributes: Attributes): Span | undefined {
  if (!active?.api.trace.getActiveSpan()) return undefined;
  return active.tracer.startSpan(name, { kind: active.api.SpanKind.CLIENT, attributes });
}

export function markFailed(span: Span, error: unknown): void {
  const type = (error as { code?: unknown }).code ?? (error as Error).constructor?.name ?? 'Error';
  span.setAttribute('error.type', String(type)).setStatus({ code: active?.api.SpanStatusCode.ERROR ?? 2 });
}

/** W3C trace context of what runs now, for a job or a call. Empty while OpenTelemetry is off. */
export function traceContext(): Record<string, string> {
  const carrier: Record<string, string> = {};
  active?.api.propagation.inject(active.api.context.active(), carrier);
  return carrier;
}
