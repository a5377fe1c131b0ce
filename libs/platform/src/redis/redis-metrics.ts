import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../operations/metrics';
import type { RedisFailure } from './redis-failure';

/** What Redis is used for: a label of the metrics. */
export type RedisUseName = 'presence' | 'limits';

/** How Redis serves one use. */
export interface RedisUse {
  /** @param isAvailable is asked at each scrape */
  watch(isAvailable: () => boolean): void;
  /** A command was answered after so many seconds. */
  answered(seconds: number): void;
  failed(reason: RedisFailure): void;
}

@Injectable()
export class RedisMetrics {
  private readonly uses = new Map<RedisUseName, () => boolean>();
  private readonly failures;
  private readonly duration;

  constructor(metrics: Metrics) {
    const { uses } = this;
    new Gauge({
      name: 'redis_available',
      help: '1 while Redis answers; in a cluster: while all of its masters do that were asked.',
      labelNames: ['use'],
      registers: [metrics.registry],
      collect() {
        for (const [use, isAvailable] of uses) this.set({ use }, isAvailable() ? 1 : 0);
      },
    });
    this.failures = metrics.counter('redis_failures_total', 'Commands that failed, by the reason.', ['use', 'reason']);
    this.duration = metrics.histogram(
      'redis_command_duration_seconds',
      'Time to the answer of a command.',
      [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5],
      ['use'],
    );
  }

  of(use: RedisUseName): RedisUse {
    return {
      watch: (isAvailable) => this.uses.set(use, isAvailable),
      answered: (seconds) => this.duration.observe({ use }, seconds),
      failed: (reason) => this.failures.inc({ use, reason }),
    };
  }
}
