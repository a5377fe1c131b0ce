import { ResponseField, TextField } from '#platform';
import { NewEmail } from '../email/email.fields';
import { MailedToken } from '../one-time-tokens/mailed-token.field';
import { type InvitationState, invitationStates } from './invitation.entity';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
const time = '2026-11-23T09:30:00.000Z';

export class NewInvitation {
  @NewEmail({ description: 'Who is invited: only this address can register with the invitation.' }) email: string;

  @TextField({
    optional: true,
    max: 64,
    description: 'Name or id of a role that the account gets beside the default role.',
    example: 'moderator',
  })
  role?: string | null;

  @TextField({
    optional: true,
    min: 0,
    max: 500,
    multiline: true,
    description: 'For the mail.',
    example: 'Welcome to the team!',
  })
  message?: string | null;
}

export class InvitationToken {
  @MailedToken() token: string;
}

export class InvitedRoleDto {
  @ResponseField({
    type: String,
    format: 'uuid',
    nullable: true,
    description: '`null` once it was deleted.',
    example: id,
  })
  id: string | null;
  @ResponseField({ example: 'moderator' }) name: string;
}

export class InviterDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ example: 'user123' }) username: string;
  @ResponseField({ example: 'John Doe' }) full_name: string;
}

export class InvitationDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ format: 'idn-email', example: 'user@example.com' }) email: string;
  @ResponseField({ type: InvitedRoleDto, nullable: true, description: 'Beside the default role.' })
  role: InvitedRoleDto | null;
  @ResponseField({ type: String, nullable: true, example: 'Welcome to the team!' }) message: string | null;
  @ResponseField({
    type: String,
    enum: invitationStates,
    description: '`revoked` also where the role was deleted.',
    example: 'pending',
  })
  state: InvitationState;
  @ResponseField({
    type: InviterDto,
    nullable: true,
    description: '`null` where the account was deleted at this moment.',
  })
  invited_by: InviterDto | null;
  @ResponseField({ type: String, format: 'uuid', nullable: true, description: 'The new account.', example: null })
  accepted_by: string | null;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({ format: 'date-time', example: time }) expires_at: string;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: null }) accepted_at: string | null;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: null }) revoked_at: string | null;
}

/** What the holder of the link may see, for a registration form. */
export class InvitationPreviewDto {
  @ResponseField({ format: 'idn-email', example: 'user@example.com' }) email: string;
  @ResponseField({ description: 'Full name of the inviter.', example: 'John Doe' }) invited_by: string;
  @ResponseField({ type: String, nullable: true, description: 'Beside the default role.', example: 'moderator' })
  role: string | null;
  @ResponseField({ format: 'date-time', example: time }) expires_at: string;
}
