import { CurrentService, RequireScopes, type ServicePrincipal } from '#auth';
import { ApiProblems } from '#platform';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventStreamHub } from './event-stream-hub';

const EXAMPLE = `event: snapshot
data: {"stale_ms":120,"time":"2026-11-23T09:30:00.000Z","signing_keys":[…],"access_token_ttl":600,"roles":[…],"changed_roles":[],"ended_sessions":[{"id":"0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41","expires_at":"2026-11-23T09:42:00.000Z"}],"changed_claims":[]}

event: session-revoked
id: 42
data: {"seq":42,"type":"session-revoked","at":"2026-11-23T09:30:00.000Z","expires_at":"2026-11-23T09:42:00.000Z","user_id":"0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e40","session_ids":["0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e42"],"reason":"ban"}

event: heartbeat
data: {"stale_ms":340,"time":"2026-11-23T09:30:05.000Z"}

`;

@ApiTags('Services')
@ApiBearerAuth()
@Controller('api/authorization/events')
export class EventStreamsController {
  constructor(private readonly streams: EventStreamHub) {}

  @Get()
  @RequireScopes('authorization.read')
  @ApiOperation({
    operationId: 'streamAuthorizationEvents',
    summary: 'Follow the authorization events',
    description:
      'Server-Sent Events: first a `snapshot`, then each event when it is committed, and a `heartbeat` every 5 s. `reconnect` is the last one, when the token is no longer valid or the process stops. See docs/services.md.',
  })
  @ApiOkResponse({
    description: 'Success.',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  @ApiProblems('too_many_streams')
  follow(
    @CurrentService() service: ServicePrincipal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies must neither gather events nor pack them.
      'x-accel-buffering': 'no',
      // The stream is the only request of its connection, so that it closes when the process stops.
      connection: 'close',
    });
    void reply.send(request.method === 'HEAD' ? undefined : this.streams.follow(service, reply.raw));
  }
}
