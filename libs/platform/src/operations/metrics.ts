import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Node lists every open connection for these: 20 ms of each scrape where there are 5,000. */
const EXPENSIVE_METRICS = ['handles', 'resources', 'requests'].flatMap((what) => [
  `nodejs_active_${what}`,
  `nodejs_active_${what}_total`,
]);

/** The process's metrics in Prometheus' format; modules add their own by `counter`, `histogram` and `gauge`. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route pattern.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [this.registry],
  });
  private readonly databaseFaults = new Counter({
    name: 'database_faults_total',
    help: 'Requests answered 503 because of PostgreSQL, by cause: away, read_only, slow, pool_exhausted, conflict.',
    labelNames: ['cause'],
    registers: [this.registry],
  });

  private read = () => this.registry.metrics();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    for (const name of EXPENSIVE_METRICS) this.registry.removeSingleMetric(name);
  }

  /** As Prometheus reads them. */
  text(): Promise<string> {
    return this.read();
  }

  /** A process of several on one port answers for all of them. */
  readFrom(read: () => Promise<string>): void {
    this.read = read;
  }

  observeRequest(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  observeDatabaseFault(cause: string): void {
    this.databaseFaults.inc({ cause });
  }

  counter<Label extends string>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  histogram<Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: Label[] = [],
  ): Histogram<Label> {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.registry] });
  }

  /**
   * @param read is called at each scrape
   * @param aggregator what the value of several processes on one port is: the sum of theirs, or the largest
   */
  gauge(name: string, help: string, read: () => number | Promise<number>, aggregator: 'sum' | 'max' = 'sum'): void {
    new Gauge({
      name,
      help,
      aggregator,
      registers: [this.registry],
      async collect() {
        // What can't be read, such as a count in a database that is away, has no value; all others have theirs.
        this.set(
          await Promise.resolve()
            .then(read)
            .catch(() => NaN),
        );
      },
    });
  }
}
