import { AuditModule } from '#audit';
import { PresenceModule } from '#presence';
import { RolesModule } from '#roles';
import { SessionsModule } from '#sessions';
import { StatisticsModule } from '#statistics';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HierarchyService } from './admin/hierarchy.service';
import { AdminUserMapper } from './admin/admin-user.mapper';
import { BansController } from './admin/bans.controller';
import { BansService } from './admin/bans.service';
import { SuspensionEffects } from './admin/suspension-effects';
import { UserRolesController } from './admin/user-roles.controller';
import { UserRolesService } from './admin/user-roles.service';
import { UserSessionsController } from './admin/user-sessions.controller';
import { UserSessionsService } from './admin/user-sessions.service';
import { UserCredentialsService } from './credentials/user-credentials.service';
import { UserProfileService } from './profile/user-profile.service';
import { UserSearchService } from './admin/user-search.service';
import { UsersAdminService } from './admin/users-admin.service';
import { UsersController } from './admin/users.controller';
import { AvatarStore } from './avatar/avatar-store';
import { AvatarsController } from './avatar/avatars.controller';
import { AvatarsService } from './avatar/avatars.service';
import { LocalAvatarStore } from './avatar/local-avatar-store';
import { UserNote } from './notes/user-note.entity';
import { UserNotesController } from './notes/user-notes.controller';
import { UserNotesPersonalData } from './notes/user-notes.personal-data';
import { UserNotesRepository } from './notes/user-notes.repository';
import { UserNotesService } from './notes/user-notes.service';
import { UserPermissionsController } from './admin/permissions/user-permissions.controller';
import { UserPermissionsService } from './admin/permissions/user-permissions.service';
import { BulkController } from './admin/bulk/bulk.controller';
import { BulkPreviewService } from './admin/bulk/bulk-preview.service';
import { BulkService } from './admin/bulk/bulk.service';
import { ReservedUsernames } from './identifiers/reserved-usernames';
import { UsernameHold } from './identifiers/username-hold.entity';
import { UsernameHolds } from './identifiers/username-holds.service';
import { AvatarImports } from './imports/avatar-imports.service';
import { UserImports } from './imports/user-imports.service';
import { LastSeenLoader } from './last-seen.loader';
import { LastSeenWriter } from './last-seen.writer';
import { UserDeletionService } from './user-deletion.service';
import { User } from './user.entity';
import { UsersPersonalData } from './users.personal-data';
import { UsersService } from './users.service';
import { UserMapper } from './user.mapper';

@Module({
  imports: [
    TypeOrmModule.forFeature([User, UsernameHold, UserNote]),
    RolesModule,
    SessionsModule,
    PresenceModule,
    AuditModule,
    StatisticsModule,
  ],
  controllers: [
    UsersController,
    UserSessionsController,
    UserRolesController,
    BansController,
    UserNotesController,
    UserPermissionsController,
    BulkController,
    AvatarsController,
  ],
  providers: [
    UsersService,
    UserCredentialsService,
    UserProfileService,
    ReservedUsernames,
    UsernameHolds,
    UserMapper,
    UsersAdminService,
    UserSessionsService,
    UserRolesService,
    BansService,
    SuspensionEffects,
    AdminUserMapper,
    UserSearchService,
    HierarchyService,
    AvatarsService,
    LastSeenLoader,
    LastSeenWriter,
    UserDeletionService,
    UsersPersonalData,
    UserNotesService,
    BulkService,
    BulkPreviewService,
    UserPermissionsService,
    UserImports,
    AvatarImports,
    UserNotesRepository,
    UserNotesPersonalData,
    { provide: AvatarStore, useClass: LocalAvatarStore },
  ],
  exports: [
    UsersService,
    UsernameHolds,
    UserCredentialsService,
    UserProfileService,
    UserMapper,
    AvatarsService,
    LastSeenWriter,
    HierarchyService,
    UserSearchService,
    SuspensionEffects,
    UserDeletionService,
    UserImports,
    AvatarImports,
  ],
})
export class UsersModule {}
