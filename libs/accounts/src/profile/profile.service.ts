import { AuditLog, type AuditRecord } from '#audit';
import type { Principal } from '#auth';
import { type RequestMetadata, isNil } from '#platform';
import { ActorVerifier } from '#sessions';
import { UserMapper, UsersService, UserDto } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PasswordsService } from '../passwords/passwords.service';
import type { ProfileEdit } from './profile.dto';

@Injectable()
export class ProfileService {
  constructor(
    private readonly database: DataSource,
    private readonly actorVerifier: ActorVerifier,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly mapper: UserMapper,
    private readonly audit: AuditLog,
  ) {}

  async read(principal: Principal): Promise<UserDto> {
    return this.mapper.toSelf(await this.users.find(principal.userId), principal.roleIds);
  }

  async edit(principal: Principal, edit: ProfileEdit, metadata: RequestMetadata): Promise<UserDto> {
    const { current_password: current, new_password: chosen } = edit;
    const write = (manager: EntityManager) => this.write(manager, principal.userId, edit, metadata);
    // An empty one is a wrong one, not none.
    if (!isNil(current) && !isNil(chosen)) await this.passwords.change(principal, { current, chosen }, metadata, write);
    else
      await this.database.transaction(async (manager) => {
        await this.actorVerifier.lockAndVerify(manager, principal);
        const entry = await write(manager);
        if (entry) await this.audit.record(manager, entry);
      });
    return this.read(principal);
  }

  /** @returns what is to be told of it, if anything changes */
  private async write(
    manager: EntityManager,
    userId: string,
    { username, full_name, bio }: ProfileEdit,
    metadata: RequestMetadata,
  ): Promise<AuditRecord | undefined> {
    const changes = { username: username ?? undefined, fullName: full_name ?? undefined, bio: bio ?? undefined };
    const fields = Object.entries(changes).filter(([, value]) => value !== undefined);
    if (fields.length === 0) return undefined;
    await this.users.editProfile(manager, userId, changes);
    const details = { fields: fields.map(([name]) => name) };
    return { action: 'profile.edit', actorId: userId, subjectId: userId, details, metadata };
  }
}
