import { AuditLog } from '#audit';
import type { Principal, RoleGrants } from '#auth';
import { databaseClock, hashOfToken, newToken, RateLimiter, type RequestMetadata, Settings } from '#platform';
import { RoleAssignmentsRepository, RoleLookupService, roleProblems, RolesRepository } from '#roles';
import { TransactionAuthorizer } from '#sessions';
import { emailKey, userProblems, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { accountProblems } from '../accounts.errors';
import { MailDomains } from '../email/mail-domains';
import { Invitation } from './invitation.entity';
import { InvitationMails } from './invitation-mails';
import { mayInvite } from './invitation.policy';
import type { NewInvitation } from './invitations.dto';
import { InvitationsRepository } from './invitations.repository';

/** Invites people, and revokes invitations. The hierarchy is checked inside the transaction, as for an assignment. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: DataSource,
    private readonly invitations: InvitationsRepository,
    private readonly users: UsersService,
    private readonly roles: RolesRepository,
    private readonly roleLookup: RoleLookupService,
    private readonly assignments: RoleAssignmentsRepository,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly mailDomains: MailDomains,
    private readonly mails: InvitationMails,
    private readonly limiter: RateLimiter,
    private readonly audit: AuditLog,
    private readonly settings: Settings,
  ) {}

  /**
   * Replaces an open invitation of the same mailbox.
   * @throws {Problem} 400 `validation_failed` with `email_domain_not_allowed`, 403 `outranked`, `registration_closed`,
   * 404 `role_not_found`, 409 `email_taken`, 429 `too_many_attempts`
   */
  async create(principal: Principal, request: NewInvitation, metadata: RequestMetadata): Promise<Invitation> {
    if (this.settings.REGISTRATION === 'closed') throw accountProblems.registration_closed();
    const { email } = request;
    this.mailDomains.assertAllowed(email, 'email');
    await this.limiter.hit('invitations', principal.userId);
    await this.limiter.hit('mail_account', `invite ${emailKey(email)}`);
    return this.transaction(principal, async (manager, actorRoles) => {
      const role = request.role ? await this.roles.lockForShare(manager, request.role) : undefined;
      if (!mayInvite(actorRoles, role, this.roleLookup.defaultRole())) throw roleProblems.outranked();
      if (await this.users.findByEmail(email, manager)) throw userProblems.email_taken();
      const token = newToken();
      const invitation = this.newInvitation(principal, request, role, token);
      const replaced = await this.replaceOpen(manager, principal, actorRoles, invitation.emailKey);
      await this.invitations.insert(manager, invitation);
      await this.mails.send(manager, invitation, token);
      const details = { role_id: role?.id ?? null, role: role?.name ?? null, replaced_id: replaced?.id ?? null };
      if (replaced) await this.record(manager, 'invitation.revoke', principal, replaced.id, metadata);
      await this.record(manager, 'invitation.create', principal, invitation.id, metadata, details);
      return invitation;
    });
  }

  /**
   * That it has expired or was revoked before is no error.
   * @throws {Problem} 403 `outranked`, 404 `invitation_not_found`, 409 `invitation_accepted`
   */
  async revoke(principal: Principal, id: string, metadata: RequestMetadata): Promise<void> {
    await this.transaction(principal, async (manager, actorRoles) => {
      const invitation = await this.invitations.lockById(manager, id);
      if (!invitation) throw accountProblems.invitation_not_found();
      await this.assertMayRevoke(manager, principal, actorRoles, invitation);
      if (invitation.acceptedAt) throw accountProblems.invitation_accepted();
      if (invitation.revokedAt) return;
      await this.invitations.revoke(manager, id);
      await this.record(manager, 'invitation.revoke', principal, id, metadata);
    });
  }

  private transaction<T>(
    principal: Principal,
    work: (manager: EntityManager, actorRoles: RoleGrants[]) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (manager) => {
      await this.assignments.lock(manager);
      await this.transactionAuthorizer.lockAndVerify(manager, principal, ['can_manage_users']);
      return work(manager, await this.assignments.findRolesOfUser(manager, principal.userId));
    });
  }

  private async replaceOpen(
    manager: EntityManager,
    principal: Principal,
    actorRoles: RoleGrants[],
    key: string,
  ): Promise<Invitation | null> {
    const open = await this.invitations.lockOpenOf(manager, key);
    if (!open) return null;
    await this.assertMayRevoke(manager, principal, actorRoles, open);
    await this.invitations.revoke(manager, open.id);
    return open;
  }

  /** The own invitations, and those that the actor might have sent. @throws {Problem} 403 `outranked` */
  private async assertMayRevoke(
    manager: EntityManager,
    { userId }: Principal,
    actorRoles: RoleGrants[],
    { invitedBy, roleId }: Invitation,
  ): Promise<void> {
    if (invitedBy === userId || !roleId) return;
    const role = await this.roles.lockForShare(manager, roleId);
    if (!mayInvite(actorRoles, role, this.roleLookup.defaultRole())) throw roleProblems.outranked();
  }

  private newInvitation(
    { userId }: Principal,
    { email, message }: NewInvitation,
    role: RoleGrants | undefined,
    token: string,
  ): Invitation {
    const now = databaseClock.now();
    return Object.assign(new Invitation(), {
      id: uuid(),
      hash: hashOfToken(token),
      email,
      emailKey: emailKey(email),
      roleId: role?.id ?? null,
      roleName: role?.name ?? null,
      message: message || null,
      invitedBy: userId,
      createdAt: new Date(now),
      expiresAt: new Date(now + this.settings.INVITATION_TTL * 1000),
      acceptedAt: null,
      acceptedBy: null,
      revokedAt: null,
    });
  }

  /** Without the address: it is not an account's, so no deletion would erase it from the log. */
  private async record(
    manager: EntityManager,
    action: 'invitation.create' | 'invitation.revoke',
    { userId }: Principal,
    invitationId: string,
    metadata: RequestMetadata,
    details: object = {},
  ): Promise<void> {
    await this.audit.record(manager, {
      action,
      actorId: userId,
      details: { invitation_id: invitationId, ...details },
      metadata,
    });
  }
}
