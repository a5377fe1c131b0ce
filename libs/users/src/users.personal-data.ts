import { ResponseField, PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BanDto, toBanDto } from './admin/bans.dto';
import { UsersService } from './users.service';
import { UserMapper } from './user.mapper';
import { OwnProfileDto } from './users.dto';

/** The user's own account, with the ban, which otherwise only admins see. */
export class OwnAccountDto extends OwnProfileDto {
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
      return { ...this.mapper.toOwnProfileDto(user, roleIds), ban: toBanDto(user) };
    });
  }
}
