import { databaseClock } from '#platform';
import { type User, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import type { ValidInvitation } from './invitation-acceptance.service';
import type { Invitation } from './invitation.entity';
import type { InvitationDto, InvitationPreviewDto, InviterDto } from './invitations.dto';

@Injectable()
export class InvitationMapper {
  constructor(private readonly users: UsersService) {}

  /** The inviters are read in one statement. */
  async toDtos(invitations: readonly Invitation[]): Promise<InvitationDto[]> {
    const ids = new Set(invitations.map(({ invitedBy }) => invitedBy));
    const inviters = ids.size > 0 ? await this.users.findByIds([...ids]) : [];
    const byId = new Map(inviters.map((user) => [user.id, toInviterDto(user)]));
    return invitations.map((invitation) => toInvitationDto(invitation, byId.get(invitation.invitedBy) ?? null));
  }

  async toDto(invitation: Invitation): Promise<InvitationDto> {
    return (await this.toDtos([invitation]))[0]!;
  }
}

export const toPreviewDto = ({ invitation, inviter }: ValidInvitation): InvitationPreviewDto => ({
  email: invitation.email,
  invited_by: inviter.fullName,
  role: invitation.roleName,
  expires_at: invitation.expiresAt.toISOString(),
});

const toInviterDto = ({ id, username, fullName }: User): InviterDto => ({ id, username, full_name: fullName });

function toInvitationDto(invitation: Invitation, inviter: InviterDto | null): InvitationDto {
  return {
    id: invitation.id,
    email: invitation.email,
    role: invitation.roleName === null ? null : { id: invitation.roleId, name: invitation.roleName },
    message: invitation.message,
    state: invitation.stateAt(databaseClock.date()),
    invited_by: inviter,
    accepted_by: invitation.acceptedBy,
    created_at: invitation.createdAt.toISOString(),
    expires_at: invitation.expiresAt.toISOString(),
    accepted_at: invitation.acceptedAt?.toISOString() ?? null,
    revoked_at: invitation.revokedAt?.toISOString() ?? null,
  };
}
