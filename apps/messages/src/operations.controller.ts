import { AuthorizationState, EventStreamFollower, Public } from '@collabsphere/auth';
import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';

@Public()
@Controller()
export class OperationsController {
  private readonly registry = new Registry();

  constructor(
    private readonly state: AuthorizationState,
    follower: EventStreamFollower,
  ) {
    this.gauge(
      'authorization_staleness_seconds',
      'Time of which changes may be unknown here.',
      () => Math.min(this.state.staleness(), 1e9) / 1000,
    );
    this.gauge(
      'authorization_lag_seconds',
      'From the newest change to its application here.',
      () => follower.stats.lagMs / 1000,
    );
    this.gauge(
      'issuer_clock_skew_seconds',
      'Distance to the clock of the issuer, the delay of its message included.',
      () => Math.abs(follower.stats.clockSkewMs ?? 0) / 1000,
    );
    this.gauge('authorization_connects', 'Connections to the event stream so far.', () => follower.stats.connects);
    this.gauge('authorization_events', 'Events applied so far.', () => follower.stats.events);
    this.gauge(
      'authorization_ended_sessions',
      'Ended sessions that a living token may name.',
      () => this.state.size().endedSessions,
    );
  }

  @Get('health/ready')
  ready() {
    if (this.state.staleness() > 10_000) throw new ServiceUnavailableException('Authorization is stale.');
    return { status: 'ok' };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }

  private gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
