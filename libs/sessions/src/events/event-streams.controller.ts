import { CurrentService, RequireScopes, type ServicePrincipal } from '#auth';
import { Refusals } from '#platform';
import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { EventStreams, STREAM_SCOPE } from './event-streams';

const EXAMPLE = `event: snapshot
data: {"roles":[],"ended_sessions":[],"changed_claims":[],"stale_ms":12}

id: 17
event: session-revoked
data: {"seq":17,"type":"session-revoked","at":"2026-11-23T09:30:00.000Z","expires_at":"2026-11-23T09:41:00.000Z","user_id":"0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41","session_ids":["0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e42"],"reason":"logout"}

event: heartbeat
data: {"stale_ms":3}

`;

@ApiTags('Services')
@ApiBearerAuth()
@Controller('api/authorization/events')
export class EventStreamsController {
  constructor(private readonly streams: EventStreams) {}

  @Get()
  @RequireScopes(STREAM_SCOPE)
  // A proxy that collects an answer before it hands it on would make each event late.
  @Header('x-accel-buffering', 'no')
  @ApiOperation({
    summary: 'What changes for tokens that are out',
    description:
      'Server-Sent Events: a `snapshot` of all that still matters, then `session-revoked`, `token-claims-change`, ' +
      '`credential-change` (CAEP’s names), `role-changed`, and a `heartbeat` each 5 s.',
  })
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string', example: EXAMPLE } } } })
  @Refusals('too_many_streams')
  follow(@CurrentService() service: ServicePrincipal): StreamableFile {
    return new StreamableFile(this.streams.open(service), { type: 'text/event-stream; charset=utf-8' });
  }
}
