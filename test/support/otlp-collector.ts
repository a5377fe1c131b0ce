import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/* eslint-disable @typescript-eslint/no-explicit-any -- tests look at whatever came */

export interface CollectedSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: Record<string, unknown>;
  status: { code?: number };
}

/** Receives OTLP over HTTP, as a collector does. */
export class OtlpCollector {
  readonly spans: CollectedSpan[] = [];
  readonly metrics = new Map<string, any>();
  /** Attributes of what sent it. */
  resource: Record<string, unknown> = {};
  readonly requests: { path: string; headers: Record<string, unknown>; body: string }[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<OtlpCollector> {
    const server = createServer();
    const collector = new OtlpCollector(server);
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks).toString();
      collector.requests.push({ path: request.url!, headers: request.headers, body });
      collector.receive(JSON.parse(body));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Of one trace, parents before children. */
  trace(traceId: string): CollectedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private receive({ resourceSpans = [], resourceMetrics = [] }: any): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      this.resource = attributesOf(resource.attributes);
      for (const span of scopeSpans.flatMap(({ spans }: any) => spans))
        this.spans.push({ ...span, attributes: attributesOf(span.attributes) });
    }
    for (const { scopeMetrics } of resourceMetrics)
      for (const metric of scopeMetrics.flatMap(({ metrics }: any) => metrics)) this.metrics.set(metric.name, metric);
  }
}

const attributesOf = (list: { key: string; value: Record<string, unknown> }[] = []) =>
  Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
