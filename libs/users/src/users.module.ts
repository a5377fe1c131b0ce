import { AuditModule } from '#audit';
import { PresenceModule } from '#presence';
import { RolesModule } from '#roles';
import { SessionsModule } from '#sessions';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HierarchyService } from './admin/hierarchy.service';
import { UserSearchService } from './admin/user-search.service';
import { UsersAdminService } from './admin/users-admin.service';
import { UsersController } from './admin/users.controller';
import { AvatarStore } from './avatar/avatar-store';
import { AvatarsController } from './avatar/avatars.controller';
import { AvatarsService } from './avatar/avatars.service';
import { LocalAvatarStore } from './avatar/local-avatar-store';
import { ReservedUsernames } from './identifiers/reserved-usernames';
import { LastSeenLoader } from './last-seen.loader';
import { LastSeenWriter } from './last-seen.writer';
import { UserDeletionService } from './user-deletion.service';
import { User } from './user.entity';
import { UsersPersonalData } from './users.personal-data';
import { UsersService } from './users.service';
import { UserMapper } from './users.dto';

@Module({
  imports: [TypeOrmModule.forFeature([User]), RolesModule, SessionsModule, PresenceModule, AuditModule],
  controllers: [UsersController, AvatarsController],
  providers: [
    UsersService,
    ReservedUsernames,
    UserMapper,
    UsersAdminService,
    UserSearchService,
    HierarchyService,
    AvatarsService,
    LastSeenLoader,
    LastSeenWriter,
    UserDeletionService,
    UsersPersonalData,
    { provide: AvatarStore, useClass: LocalAvatarStore },
  ],
  exports: [UsersService, UserMapper, AvatarsService, LastSeenWriter, HierarchyService, UserDeletionService],
})
export class UsersModule {}
