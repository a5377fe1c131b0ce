import { ResponseField } from '#platform';
import { RoleDto } from '#roles';
import { IntersectionType } from '@nestjs/swagger';
import { PrivateProfileDto, ProfileDto } from './profile/profile.fields';

const exampleTime = '2026-11-23T09:30:00.000Z';

/** A user as everybody sees them. */
export class PublicUserDto extends ProfileDto {
  @ResponseField({ example: true }) is_online: boolean;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: exampleTime }) last_seen: string | null;
  @ResponseField({ format: 'date-time', example: exampleTime }) date_joined: string;
  @ResponseField({ type: RoleDto, nullable: true, description: 'The role of highest priority.' }) role: RoleDto | null;
  @ResponseField({ type: [RoleDto], description: 'All roles, the highest first.' }) roles: RoleDto[];
}

/** A user as they see themselves. */
export class UserDto extends PublicUserDto {
  @ResponseField({ format: 'idn-email', example: 'user@example.com' }) email: string;
  @ResponseField({ example: true }) email_verified: boolean;
}

/** The own account, with what belongs to the profile alone: answers that have a user among other things leave it out. */
export class OwnProfileDto extends IntersectionType(UserDto, PrivateProfileDto) {}
