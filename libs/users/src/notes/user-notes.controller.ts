import { CurrentUser, type Principal, RequireAnyPermission } from '#auth';
import {
  ApiAnswer,
  cursorParts,
  DEFAULT_LIMIT,
  IdParam,
  type Page,
  PageDto,
  PageQuery,
  parseCursor,
  ReqMetadata,
  type RequestMetadata,
  toPage,
} from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { userDetailPermissions } from '../admin/user-detail-permissions';
import { NewNote, NoteDto, toNoteDto } from './user-notes.dto';
import { UserNotesService } from './user-notes.service';

@ApiTags('Users')
@ApiBearerAuth()
@RequireAnyPermission(...userDetailPermissions)
@Controller('api/users/:id/notes')
export class UserNotesController {
  constructor(private readonly notes: UserNotesService) {}

  @Get()
  @ApiOperation({
    operationId: 'listUserNotes',
    summary: 'List the notes about a user',
    description: 'For moderators of higher rank. The newest first.',
  })
  @ApiAnswer(200, PageDto(NoteDto), 'validation_failed', 'outranked', 'user_not_found')
  async list(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Query() { limit = DEFAULT_LIMIT, cursor }: PageQuery,
  ): Promise<Page<NoteDto>> {
    const [before] = parseCursor(cursor, [cursorParts.id]) ?? [];
    return toPage(await this.notes.list(principal, id, limit + 1, before), limit, (note) => [note.id], toNoteDto);
  }

  @Post()
  @ApiOperation({
    operationId: 'addUserNote',
    summary: 'Add a note about a user',
    description: 'Moderators of higher rank can read it. At most 500 for each user.',
  })
  @ApiAnswer(201, NoteDto, 'validation_failed', 'outranked', 'user_not_found', 'too_many_notes')
  async add(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @Body() { text }: NewNote,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<NoteDto> {
    return toNoteDto(await this.notes.add(principal, id, text, metadata));
  }

  @Delete(':note_id')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'removeUserNote',
    summary: 'Remove a note about a user',
    description: 'By its author, or with `can_manage_users`.',
  })
  @ApiAnswer(204, undefined, 'outranked', 'not_your_note', 'user_not_found', 'note_not_found')
  async remove(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @IdParam('note_id') noteId: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.notes.remove(principal, id, noteId, metadata);
  }
}
