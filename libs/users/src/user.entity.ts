import { databaseClock } from '#platform';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { ProfileColumns } from './profile/profile.fields';

/** Recovery codes replace either, so they are not listed. */
export const mfaMethods = ['totp', 'webauthn'] as const;
export type MfaMethod = (typeof mfaMethods)[number];

// With expressions, operator classes or conditions, which TypeORM does not know.
@Index('users_search', { synchronize: false })
@Index('users_email_start', { synchronize: false })
@Index('users_username_start', { synchronize: false })
@Index('users_last_seen', { synchronize: false })
@Index('users_banned', { synchronize: false })
@Index('users_unverified', { synchronize: false })
@Index('users_full_name_start', { synchronize: false })
@Index('users_full_name', { synchronize: false })
@Index('users_with_factor', { synchronize: false })
@Index('users_deactivated', { synchronize: false })
@Index('users_date_joined', ['dateJoined', 'id'])
@Unique('users_email_key', ['emailKey'])
@Unique('users_username_key', ['usernameKey'])
@Unique('users_username_skeleton_key', ['usernameSkeleton'])
@Unique('users_username_upper_skeleton_key', ['usernameUpperSkeleton'])
@Entity('users')
export class User extends ProfileColumns {
  @PrimaryColumn('uuid') id: string;
  /** As the user typed it. Mails go to this address. */
  @Column('text') email: string;
  /** Caseless; unique. */
  @Column('text', { name: 'email_key', select: false }) emailKey: string;
  @Column('boolean', { name: 'email_verified', default: false }) emailVerified: boolean;
  /** Name in the avatar store. */
  @Column('text', { nullable: true }) avatar: string | null;
  /** Selected for sign-in and password checks only. */
  @Column('text', { name: 'password_hash', select: false }) passwordHash: string;
  /** Incremented by each change of the password or e-mail address, not by a re-hash. Invalidates earlier proofs. */
  @Column('integer', { name: 'credential_version', select: false, default: 0 }) credentialVersion: number;
  /** The second factors that are set; `accounts` keeps them. Whether there is one is a claim of access tokens. */
  @Column('text', { array: true, name: 'mfa_methods', default: [] }) mfaMethods: MfaMethod[];
  @Column('timestamp with time zone', { precision: 3, name: 'date_joined', default: () => 'now()' }) dateJoined: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'last_seen', nullable: true }) lastSeen: Date | null;
  @Column('timestamp with time zone', { precision: 3, name: 'banned_at', nullable: true }) bannedAt: Date | null;
  /** `null` where the ban has no end. */
  @Column('timestamp with time zone', { precision: 3, name: 'banned_until', nullable: true }) bannedUntil: Date | null;
  @Column('text', { name: 'ban_reason', nullable: true }) banReason: string | null;
  /** When an admin deactivated the account. */
  @Column('timestamp with time zone', { precision: 3, name: 'deactivated_at', nullable: true })
  deactivatedAt: Date | null;

  /** Neither banned nor deactivated. */
  isEnabled(): boolean {
    return !this.isBanned() && !this.deactivatedAt;
  }

  isBanned(now = databaseClock.date()): boolean {
    return this.bannedAt !== null && (this.bannedUntil === null || this.bannedUntil > now);
  }
}
