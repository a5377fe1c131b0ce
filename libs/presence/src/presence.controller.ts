import { CurrentUser, type Principal } from '#auth';
import { ApiAnswer, type Page, PageDto } from '#platform';
import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { LastSeenFallback } from './last-seen.fallback';
import { PresenceTracker } from './presence-tracker';
import {
  OwnPresenceDto,
  PresenceQuery,
  PresenceDto,
  StatusEdit,
  toManualStatus,
  toOwnPresenceDto,
  toPresenceDto,
} from './presence.dto';

@ApiTags('Presence')
@ApiBearerAuth()
@Controller('api/presence')
export class PresenceController {
  constructor(
    private readonly tracker: PresenceTracker,
    private readonly lastSeenFallback: LastSeenFallback,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listPresence',
    summary: 'Read the presence of users',
    description: 'In the requested order, on one page. An unknown id is answered like an offline user.',
  })
  @ApiAnswer(200, PageDto(PresenceDto), 'validation_failed')
  async read(@Query() { user_ids }: PresenceQuery): Promise<Page<PresenceDto>> {
    const userIds = [...new Set(user_ids.map((id) => id.toLowerCase()))];
    const read = await this.tracker.read(userIds);
    const complete = await this.lastSeenFallback.fillLastSeen(userIds.map((id) => read.get(id)!));
    return { items: complete.map(toPresenceDto), next_cursor: null };
  }

  @Put()
  @ApiOperation({
    operationId: 'setPresence',
    summary: 'Set the own status',
    description:
      'Replaces the previous status, text included. A user who is `invisible` appears offline to all others.',
  })
  @ApiAnswer(200, OwnPresenceDto, 'validation_failed')
  async setStatus(@CurrentUser() { userId }: Principal, @Body() edit: StatusEdit): Promise<OwnPresenceDto> {
    await this.tracker.setManualStatus(userId, toManualStatus(edit));
    return toOwnPresenceDto(await this.tracker.readOwn(userId));
  }

  @Post('heartbeat')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'sendHeartbeat',
    summary: 'Report activity',
    description:
      'For clients without a socket: online for 90 seconds, as after any other request. For a session that has had a socket, requests from before the socket closed are ignored.',
  })
  @ApiAnswer(200, OwnPresenceDto)
  async sendHeartbeat(@CurrentUser() { userId, sessionId }: Principal): Promise<OwnPresenceDto> {
    await this.tracker.recordRequestActivity(userId, sessionId);
    return toOwnPresenceDto(await this.tracker.readOwn(userId));
  }
}
