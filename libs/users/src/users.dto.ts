import { Out } from '#platform';
import { RoleDto } from '#roles';
import { ProfileDto } from './profile/profile.fields';

const exampleTime = '2026-11-23T09:30:00.000Z';

/** A user as everybody sees them. */
export class PublicUserDto extends ProfileDto {
  @Out({ example: true }) is_online: boolean;
  @Out({ type: String, format: 'date-time', nullable: true, example: exampleTime }) last_seen: string | null;
  @Out({ format: 'date-time', example: exampleTime }) date_joined: string;
  @Out({ type: RoleDto, nullable: true, description: 'The role of highest priority.' }) role: RoleDto | null;
  @Out({ type: [RoleDto], description: 'All roles, the highest first.' }) roles: RoleDto[];
}

/** A user as they see themselves. */
export class UserDto extends PublicUserDto {
  @Out({ format: 'idn-email', example: 'user@example.com' }) email: string;
  @Out({ example: true }) email_verified: boolean;
}
