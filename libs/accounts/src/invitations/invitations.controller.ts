import { CurrentUser, type Principal, Public, RequirePermissions } from '#auth';
import {
  ApiAnswer,
  cursorParts,
  DEFAULT_LIMIT,
  IdParam,
  type Page,
  PageDto,
  PageQuery,
  parseCursor,
  RateLimit,
  ReqMetadata,
  type RequestMetadata,
  toPage,
} from '#platform';
import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InvitationAcceptance } from './invitation-acceptance.service';
import { InvitationMapper, toPreviewDto } from './invitation.mapper';
import { InvitationDto, InvitationPreviewDto, InvitationToken, NewInvitation } from './invitations.dto';
import { InvitationsRepository } from './invitations.repository';
import { InvitationsService } from './invitations.service';

@ApiTags('Invitations')
@Controller('api/invitations')
export class InvitationsController {
  constructor(
    private readonly service: InvitationsService,
    private readonly invitations: InvitationsRepository,
    private readonly acceptance: InvitationAcceptance,
    private readonly mapper: InvitationMapper,
  ) {}

  @Post()
  @RequirePermissions('can_manage_users')
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'createInvitation',
    summary: 'Invite a person by e-mail',
    description:
      'Mails a link that works once. The role must be one that the caller may assign. An open invitation of the same ' +
      'mailbox is replaced.',
  })
  @ApiAnswer(
    201,
    InvitationDto,
    'validation_failed',
    'outranked',
    'registration_closed',
    'role_not_found',
    'email_taken',
    'too_many_attempts',
  )
  async create(
    @CurrentUser() principal: Principal,
    @Body() invitation: NewInvitation,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<InvitationDto> {
    return this.mapper.toDto(await this.service.create(principal, invitation, metadata));
  }

  @Get()
  @RequirePermissions('can_manage_users')
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'listInvitations',
    summary: 'List invitations',
    description: 'The newest first; until 90 days after they have expired.',
  })
  @ApiAnswer(200, PageDto(InvitationDto), 'validation_failed')
  async list(@Query() { limit = DEFAULT_LIMIT, cursor }: PageQuery): Promise<Page<InvitationDto>> {
    const [before] = parseCursor(cursor, [cursorParts.id]) ?? [];
    const dtos = await this.mapper.toDtos(await this.invitations.findPage(limit + 1, before));
    return toPage(
      dtos,
      limit,
      ({ id }) => [id],
      (dto) => dto,
    );
  }

  @Delete(':id')
  @HttpCode(204)
  @RequirePermissions('can_manage_users')
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'revokeInvitation',
    summary: 'Revoke an invitation',
    description: 'One’s own, or one with a role that the caller may assign. Its link stops working at once.',
  })
  @ApiAnswer(204, undefined, 'outranked', 'invitation_not_found', 'invitation_accepted')
  async revoke(
    @CurrentUser() principal: Principal,
    @IdParam() id: string,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<void> {
    await this.service.revoke(principal, id, metadata);
  }

  @Post('preview')
  @HttpCode(200)
  @Public()
  @RateLimit('token')
  @ApiOperation({
    operationId: 'previewInvitation',
    summary: 'What an invitation is for',
    description: 'With the token from the mail, for a registration form. It does not use the invitation.',
  })
  @ApiAnswer(
    200,
    InvitationPreviewDto,
    'validation_failed',
    'invalid_invitation',
    'invitation_expired',
    'too_many_attempts',
  )
  async preview(@Body() { token }: InvitationToken): Promise<InvitationPreviewDto> {
    return toPreviewDto(await this.acceptance.verify(token));
  }
}
