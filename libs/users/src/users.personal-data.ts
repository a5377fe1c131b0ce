import { Out, PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BanWire, toBan } from './admin/admin.wire';
import { UsersService } from './users.service';
import { UserMapper, UserWire } from './users.wire';

/** The own account, with what only admins see otherwise. */
export class OwnAccountWire extends UserWire {
  @Out({ type: BanWire, nullable: true, description: 'The ban that is in force.' }) ban: BanWire | null;
}

@Injectable()
export class UsersPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly users: UsersService,
    private readonly mapper: UserMapper,
  ) {}

  onModuleInit(): void {
    this.personalData.register('profile', async (userId): Promise<OwnAccountWire> => {
      const { user, roleIds } = await this.users.findWithRoles(userId);
      return { ...this.mapper.toSelf(user, roleIds), ban: toBan(user) };
    });
  }
}
