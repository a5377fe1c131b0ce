export { BansService } from './admin/bans.service';
export { SuspensionEffects } from './admin/suspension-effects';
export { UserRolesService } from './admin/user-roles.service';
export { HierarchyService } from './admin/hierarchy.service';
export { UserQuery } from './admin/user-query.dto';
export { type UserListItem, type UserSearchFilter, UserSearchService } from './admin/user-search.service';
export { DEFAULT_SORT, userSorts } from './admin/user-sort';
export { MAX_AVATAR_BYTES } from './avatar/avatar-image';
export { AvatarError } from './avatar/avatar.errors';
export { AvatarsService } from './avatar/avatars.service';
export { emailFaultCodes, emailFaults } from './identifiers/email.policy';
export { emailKey } from './identifiers/keys';
export { type AvatarReservation, AvatarImports } from './imports/avatar-imports.service';
export {
  type ImportedUser,
  type TakenKeys,
  type UniqueKey,
  type UniqueKeys,
  UserImports,
} from './imports/user-imports.service';
export { UsernameHold } from './identifiers/username-hold.entity';
export { UsernameHolds } from './identifiers/username-holds.service';
export {
  FullName,
  pickProfile,
  ProfileChanges,
  type ProfileField,
  toProfile,
  Username,
  WithProfileDetails,
} from './profile/profile.fields';
export { UserProfileService } from './profile/user-profile.service';
export {
  type Credentials,
  type SignInCredentials,
  UserCredentialsService,
} from './credentials/user-credentials.service';
export { LastSeenWriter } from './last-seen.writer';
export * from './migrations';
export { UserDeletionService } from './user-deletion.service';
export { type MfaMethod, mfaMethods, User } from './user.entity';
export { userProblems } from './users.errors';
export { UsersModule } from './users.module';
export { type NewUser, UsersService } from './users.service';
export { UserNote } from './notes/user-note.entity';
export { OwnNoteDto } from './notes/user-notes.personal-data';
export { OwnAccountDto } from './users.personal-data';
export { UserMapper } from './user.mapper';
export { OwnProfileDto, PublicUserDto, UserDto } from './users.dto';
export { userSettings } from './users.settings';
