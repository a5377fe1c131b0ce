import { CurrentUser, type Principal } from '#auth';
import { ApiAnswer, type Page, PageDto } from '#platform';
import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { LastSeenFallback } from './last-seen.fallback';
import { PresenceStore } from './presence-store';
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
    private readonly store: PresenceStore,
    private readonly lastSeenFallback: LastSeenFallback,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listPresence',
    summary: 'Who is online',
    description: 'In the order asked for; an id that nobody has looks like somebody offline. All are on one page.',
  })
  @ApiAnswer(200, PageDto(PresenceDto), 'validation_failed')
  async read(@Query() { user_ids }: PresenceQuery): Promise<Page<PresenceDto>> {
    const userIds = [...new Set(user_ids.map((id) => id.toLowerCase()))];
    const read = await this.store.read(userIds);
    const complete = await this.lastSeenFallback.fillLastSeen(userIds.map((id) => read.get(id)!));
    return { items: complete.map(toPresenceDto), next_cursor: null };
  }

  @Put()
  @ApiOperation({
    operationId: 'setPresence',
    summary: 'Set the own status',
    description: 'Replaces what was set before, text included. Who is `invisible` looks offline to everybody else.',
  })
  @ApiAnswer(200, OwnPresenceDto, 'validation_failed')
  async setStatus(@CurrentUser() { userId }: Principal, @Body() edit: StatusEdit): Promise<OwnPresenceDto> {
    await this.store.setManualStatus(userId, toManualStatus(edit));
    return toOwnPresenceDto(await this.store.readOwn(userId));
  }

  @Post('heartbeat')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'sendHeartbeat',
    summary: 'Say that one is there',
    description:
      'For clients without a socket: online for 90 seconds, as after any other request. A session that has a socket ' +
      'lives by it: what it asked before the socket was gone counts for nothing.',
  })
  @ApiAnswer(200, OwnPresenceDto)
  async sendHeartbeat(@CurrentUser() { userId, sessionId }: Principal): Promise<OwnPresenceDto> {
    await this.store.recordRequestActivity(userId, sessionId);
    return toOwnPresenceDto(await this.store.readOwn(userId));
  }
}
