import { createHash, timingSafeEqual } from 'node:crypto';
import { Public } from '#auth';
import { Health, Metrics, problems, ApiProblems, Settings } from '#platform';
import { Controller, Get, Header, Headers, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

const METRICS_EXAMPLE = `# HELP http_request_duration_seconds Time to answer, by route pattern.
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_count{method="GET",route="/api/profile",status="200"} 1027
`;

@ApiTags('Operations')
@Public()
@Controller()
export class OperationsController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
    private readonly settings: Settings,
  ) {}

  @Get('health/live')
  @ApiOperation({
    operationId: 'getLiveness',
    summary: 'Liveness',
    description: 'Checks no dependency.',
  })
  @ApiOkResponse({ schema: { example: { status: 'ok' } } })
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({
    operationId: 'getReadiness',
    summary: 'Readiness',
    description: '503 while the process starts or stops, or a dependency is unavailable.',
  })
  @ApiOkResponse({ schema: { example: { status: 'ok', checks: { database: 'up', authorization: 'up' } } } })
  @ApiServiceUnavailableResponse({
    schema: { example: { status: 'unavailable', checks: { database: 'down', authorization: 'up' } } },
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { ready, checks } = await this.health.ready();
    if (!ready) reply.status(503).header('retry-after', '2');
    return { status: ready ? 'ok' : 'unavailable', checks };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({
    operationId: 'getMetrics',
    summary: 'Metrics for Prometheus',
    description: 'Requires `METRICS_TOKEN` as bearer token if that is set; closed in production without it.',
  })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string', example: METRICS_EXAMPLE } } } })
  @ApiProblems('unauthorized', 'not_found')
  read(@Headers('authorization') authorization = ''): Promise<string> {
    const { METRICS_TOKEN, NODE_ENV } = this.settings;
    if (!METRICS_TOKEN && NODE_ENV === 'production') throw problems.not_found();
    if (METRICS_TOKEN && !sameText(authorization, `Bearer ${METRICS_TOKEN}`))
      throw problems.unauthorized({ headers: { 'www-authenticate': 'Bearer realm="metrics"' } });
    return this.metrics.text();
  }
}

/** In constant time, whatever the lengths. */
function sameText(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
