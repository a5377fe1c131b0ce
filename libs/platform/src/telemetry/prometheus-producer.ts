import type { Attributes, HrTime } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type CollectionResult,
  type DataPoint,
  DataPointType,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValueWithName } from 'prom-client';

export type PrometheusMetrics = MetricObjectWithValues<MetricValueWithName<string>>[];

const hrTime = (ms: number): HrTime => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];

/** The metrics of `/metrics` as OpenTelemetry's: one definition of each metric, and two ways to read it. */
export class PrometheusProducer implements MetricProducer {
  private readonly startTime = hrTime(Date.now() - process.uptime() * 1000);

  constructor(
    private readonly read: () => Promise<PrometheusMetrics>,
    private readonly resource: Resource,
  ) {}

  async collect(): Promise<CollectionResult> {
    const metrics = await this.read();
    const endTime = hrTime(Date.now());
    const scopeMetrics = [
      { scope: { name: 'collabsphere-auth' }, metrics: metrics.flatMap((metric) => this.convert(metric, endTime)) },
    ];
    return { resourceMetrics: { resource: this.resource, scopeMetrics }, errors: [] };
  }

  private convert(metric: MetricObjectWithValues<MetricValueWithName<string>>, endTime: HrTime): MetricData[] {
    const { name, help } = metric;
    const unit = /_(seconds|bytes)(_total)?$/.exec(name)?.[1] === 'seconds' ? 's' : /_bytes/.test(name) ? 'By' : '';
    const shared = {
      descriptor: { name, description: help, unit, valueType: 1 },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
    };
    const point = <T>(value: T, attributes: Attributes): DataPoint<T> => ({
      startTime: this.startTime,
      endTime,
      attributes,
      value,
    });
    const points = () => metric.values.map(({ value, labels }) => point(value, labels as Attributes));
    switch (String(metric.type)) {
      case 'counter':
        return [{ ...shared, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: points() }];
      case 'gauge':
        return [{ ...shared, dataPointType: DataPointType.GAUGE, dataPoints: points() }];
      case 'histogram':
        return [
          {
            ...shared,
            dataPointType: DataPointType.HISTOGRAM,
            dataPoints: seriesOf(metric).map(({ labels, histogram }) => point(histogram, labels)),
          },
        ];
      default:
        return [];
    }
  }
}

/** Prometheus counts what is up to each bound, OpenTelemetry what is between two. */
function seriesOf({ name, values }: MetricObjectWithValues<MetricValueWithName<string>>) {
  const series = new Map<string, { labels: Attributes; upTo: [number, number][]; sum: number; count: number }>();
  for (const { value, labels: all, metricName } of values) {
    const { le, ...labels } = all as Record<string, string | number>;
    const key = JSON.stringify(labels);
    const one = series.get(key) ?? { labels, upTo: [], sum: 0, count: 0 };
    series.set(key, one);
    if (metricName === `${name}_sum`) one.sum = value;
    else if (metricName === `${name}_count`) one.count = value;
    else if (le !== '+Inf') one.upTo.push([Number(le), value]);
  }
  return [...series.values()].map(({ labels, upTo, sum, count }) => {
    const bounds = upTo.toSorted(([a], [b]) => a - b);
    const cumulative = [...bounds.map(([, number]) => number), count];
    const counts = cumulative.map((number, n) => number - (cumulative[n - 1] ?? 0));
    return { labels, histogram: { buckets: { boundaries: bounds.map(([bound]) => bound), counts }, sum, count } };
  });
}
