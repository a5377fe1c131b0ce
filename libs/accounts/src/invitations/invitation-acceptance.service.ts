import { databaseClock, type RequestMetadata } from '#platform';
import { AuditLog } from '#audit';
import type { RoleGrants } from '#auth';
import { RoleAssignmentsRepository, RoleLookupService, RolesRepository } from '#roles';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { accountProblems } from '../accounts.errors';
import type { Invitation } from './invitation.entity';
import { mayInvite } from './invitation.policy';
import { InvitationsRepository } from './invitations.repository';

export interface ValidInvitation {
  invitation: Invitation;
  inviter: { username: string; fullName: string; locale: string | null };
  /** The roles of the new account: the default role, and the one of the invitation. */
  roles: RoleGrants[];
}

/** Verifies the token of an invitation, and marks it as used. */
@Injectable()
export class InvitationAcceptance {
  constructor(
    private readonly database: DataSource,
    private readonly invitations: InvitationsRepository,
    private readonly users: UsersService,
    private readonly assignments: RoleAssignmentsRepository,
    private readonly roles: RolesRepository,
    private readonly roleLookup: RoleLookupService,
    private readonly audit: AuditLog,
  ) {}

  /** By the invitation's row alone, without locks. @throws {Problem} 400 `invalid_invitation`, `invitation_expired` */
  async findPending(token: string, manager?: EntityManager): Promise<Invitation> {
    return assertPending(await this.invitations.findByToken(token, manager));
  }

  /** @throws {Problem} 400 `invalid_invitation`, `invitation_expired` */
  verify(token: string): Promise<ValidInvitation> {
    return this.database.transaction((manager) => this.lockAndVerify(manager, token));
  }

  /**
   * The first statements of the transaction. Whether the inviter may still give the role is decided under the same locks
   * as an assignment, so a demotion or a ban of the inviter comes either before or after.
   * @throws {Problem} 400 `invalid_invitation`, `invitation_expired`
   */
  async lockAndVerify(manager: EntityManager, token: string): Promise<ValidInvitation> {
    await this.assignments.lock(manager);
    const { id, invitedBy } = await this.findPending(token, manager);
    const inviter = await this.users.lockById(manager, invitedBy);
    const invitation = assertPending(await this.invitations.lockById(manager, id));
    if (!inviter?.isEnabled()) throw accountProblems.invalid_invitation();

    const defaultRole = this.roleLookup.defaultRole();
    const role = invitation.roleId ? await this.roles.lockForShare(manager, invitation.roleId) : undefined;
    const inviterRoles = await this.assignments.findRolesOfUser(manager, inviter.id);
    if (!mayInvite(inviterRoles, role, defaultRole)) throw accountProblems.invalid_invitation();
    const isOther = role !== undefined && role.id !== defaultRole.id;
    return { invitation, inviter, roles: isOther ? [defaultRole, role] : [defaultRole] };
  }

  /** The last statements of the transaction, with the entries of the audit log. */
  async complete(
    manager: EntityManager,
    { invitation }: ValidInvitation,
    userId: string,
    metadata: RequestMetadata,
  ): Promise<void> {
    const { id, roleId, roleName, invitedBy } = invitation;
    await this.invitations.accept(manager, id, userId);
    const entry = { actorId: userId, subjectId: userId, metadata };
    const details = { invitation_id: id, invited_by: invitedBy, role_id: roleId, role: roleName };
    await this.audit.record(manager, { ...entry, action: 'account.register' });
    await this.audit.record(manager, { ...entry, action: 'invitation.accept', details });
  }
}

function assertPending(invitation: Invitation | null): Invitation {
  const state = invitation?.stateAt(databaseClock.date());
  if (state === 'expired') throw accountProblems.invitation_expired();
  if (!invitation || state !== 'pending') throw accountProblems.invalid_invitation();
  return invitation;
}
