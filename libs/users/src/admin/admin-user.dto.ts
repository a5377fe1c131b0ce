import { BooleanField, ResponseField } from '#platform';
import { ProfileChanges } from '../profile/profile.fields';
import { type MfaMethod, mfaMethods } from '../user.entity';
import { UserDto } from '../users.dto';
import { BanDto } from './bans.dto';

/** A user as admins see it. */
export class AdminUserDto extends UserDto {
  @ResponseField({
    description: 'Whether the account is active; `false` if an admin has deactivated it.',
    example: true,
  })
  is_active: boolean;
  @ResponseField({
    enum: mfaMethods,
    isArray: true,
    description: 'The second factors that are set; empty without one.',
    example: ['totp'],
  })
  mfa_methods: MfaMethod[];
  @ResponseField({ type: BanDto, nullable: true, description: 'The ban that is in force.' }) ban: BanDto | null;
}

/** A field that is left out keeps its value. The password can't be set: `POST /api/users/{id}/password-reset` mails a link. */
export class AdminUserEdit extends ProfileChanges {
  @BooleanField({
    optional: true,
    description: '`false` deactivates the account and ends its sessions.',
    example: true,
  })
  is_active?: boolean | null;
}
