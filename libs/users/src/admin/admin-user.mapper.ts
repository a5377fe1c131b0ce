import { PresenceService } from '#presence';
import { Injectable } from '@nestjs/common';
import type { User } from '../user.entity';
import { UserMapper, type VisiblePresence } from '../user.mapper';
import { UsersService } from '../users.service';
import type { AdminUserDto } from './admin-user.dto';
import { toBanDto } from './bans.dto';

@Injectable()
export class AdminUserMapper {
  constructor(
    private readonly users: UsersService,
    private readonly mapper: UserMapper,
    private readonly presence: PresenceService,
  ) {}

  /** @throws {Problem} 404 `user_not_found` */
  async findById(id: string): Promise<AdminUserDto> {
    const { user, roleIds } = await this.users.findWithRoles(id);
    return this.toDto(user, roleIds, await this.presence.getOne(id));
  }

  toDto(user: User, roleIds: readonly string[], presence: VisiblePresence): AdminUserDto {
    return {
      ...this.mapper.toUserDto(user, roleIds, presence),
      is_active: user.deactivatedAt === null,
      mfa_methods: user.mfaMethods,
      ban: toBanDto(user),
    };
  }
}
