import { ResponseField, PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BanDto, toBan } from './admin/admin.dto';
import { UsersService } from './users.service';
import { UserMapper, UserDto } from './users.dto';

/** The own account, with what only admins see otherwise. */
export class OwnAccountDto extends UserDto {
  @ResponseField({ type: BanDto, nullable: true, description: 'The ban that is in force.' }) ban: BanDto | null;
}

@Injectable()
export class UsersPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly users: UsersService,
    private readonly mapper: UserMapper,
  ) {}

  onModuleInit(): void {
    this.personalData.register('profile', async (userId): Promise<OwnAccountDto> => {
      const { user, roleIds } = await this.users.findWithRoles(userId);
      return { ...this.mapper.toSelf(user, roleIds), ban: toBan(user) };
    });
  }
}
