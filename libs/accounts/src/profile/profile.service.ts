import { AuditLog, type AuditRecord } from '#audit';
import { AuthorizationState, type Principal } from '#auth';
import { type RequestMetadata, isNil } from '#platform';
import { TransactionAuthorizer } from '#sessions';
import { toProfile, UserMapper, UserProfileService, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PasswordChangeService } from '../passwords/password-change.service';
import type { ProfileDto, ProfileEdit } from './profile.dto';

@Injectable()
export class ProfileService {
  constructor(
    private readonly database: DataSource,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly users: UsersService,
    private readonly profiles: UserProfileService,
    private readonly passwords: PasswordChangeService,
    private readonly mapper: UserMapper,
    private readonly state: AuthorizationState,
    private readonly audit: AuditLog,
  ) {}

  async read(principal: Principal): Promise<ProfileDto> {
    const user = await this.users.findById(principal.userId);
    return {
      ...this.mapper.toOwnProfileDto(user, principal.roleIds),
      permissions: this.state.permissionsOf(principal),
    };
  }

  async edit(principal: Principal, edit: ProfileEdit, metadata: RequestMetadata): Promise<ProfileDto> {
    const { current_password: currentPassword, new_password: newPassword } = edit;
    const write = (manager: EntityManager) => this.applyEdit(manager, principal.userId, edit, metadata);
    // An empty one is a wrong one, not none.
    if (!isNil(currentPassword) && !isNil(newPassword))
      await this.passwords.change(principal, { currentPassword, newPassword }, metadata, write);
    else
      await this.database.transaction(async (manager) => {
        await this.transactionAuthorizer.lockAndVerify(manager, principal);
        const entry = await write(manager);
        if (entry) await this.audit.record(manager, entry);
      });
    return this.read(principal);
  }

  /** @returns its audit entry, if anything changes */
  private async applyEdit(
    manager: EntityManager,
    userId: string,
    edit: ProfileEdit,
    metadata: RequestMetadata,
  ): Promise<AuditRecord | undefined> {
    const changes = toProfile(edit);
    const fields = Object.keys(changes);
    if (fields.length === 0) return undefined;
    await this.profiles.update(manager, userId, changes);
    return { action: 'profile.edit', actorId: userId, subjectId: userId, details: { fields }, metadata };
  }
}
