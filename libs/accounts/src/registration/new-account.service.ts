import type { RoleGrants } from '#auth';
import type { RequestMetadata } from '#platform';
import { RoleAssignmentsRepository } from '#roles';
import { type CreatedSession, SessionsService } from '#sessions';
import { toProfile, type User, UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { toDevice } from '../sign-in/device.fields';
import type { AccountDetails, Registration } from './registration.dto';

interface Terms {
  passwordHash: string;
  roles: readonly RoleGrants[];
  /** Where it has been proven that the mailbox is theirs: the address as it was mailed to. */
  verifiedEmail?: string;
}

/** What all ways of registering have in common. The steps of one transaction. */
@Injectable()
export class NewAccounts {
  constructor(
    private readonly users: UsersService,
    private readonly roleAssignments: RoleAssignmentsRepository,
    private readonly sessions: SessionsService,
  ) {}

  /** That a name is taken is left to the unique keys, so that of many registrations at once exactly one wins. */
  async create(
    manager: EntityManager,
    details: AccountDetails & Pick<Registration, 'device_token'>,
    { passwordHash, roles, verifiedEmail }: Terms,
  ): Promise<User> {
    const { username, full_name: fullName } = details;
    const user = await this.users.create(
      manager,
      {
        ...toProfile(details),
        email: verifiedEmail ?? details.email,
        emailVerified: verifiedEmail !== undefined,
        username,
        fullName,
        passwordHash,
      },
      details.device_token,
    );
    for (const role of roles) await this.roleAssignments.assign(manager, user.id, { role, scope: 'platform' });
    return user;
  }

  /** Signs the device in that has registered. */
  async signIn(
    manager: EntityManager,
    { id: userId, emailVerified }: User,
    roleIds: readonly string[],
    registration: Registration,
    metadata: RequestMetadata,
  ): Promise<CreatedSession> {
    const owner = { userId, roleIds, emailVerified, mfaEnrolled: false };
    const device = toDevice(registration);
    return this.sessions.create(manager, owner, device, metadata, { methods: ['pwd'] });
  }
}
