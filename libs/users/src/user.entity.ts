import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ProfileColumns } from './profile/profile.fields';

@Entity('users')
export class User extends ProfileColumns {
  @PrimaryColumn('uuid') id: string;
  /** As the user typed it. Mails go to this address. */
  @Column('text') email: string;
  /** Caseless; unique. */
  @Column('text', { name: 'email_key', select: false }) emailKey: string;
  @Column('boolean', { name: 'email_verified' }) emailVerified: boolean;
  /** Name in the avatar store. */
  @Column('text', { nullable: true }) avatar: string | null;
  /** Selected for sign-in and password checks only. */
  @Column('text', { name: 'password_hash', select: false }) passwordHash: string;
  /** Incremented by each change of the password or e-mail address, not by a re-hash. Invalidates earlier proofs. */
  @Column('integer', { name: 'credential_version', select: false }) credentialVersion: number;
  @Column('timestamptz', { name: 'date_joined' }) dateJoined: Date;
  @Column('timestamptz', { name: 'last_seen', nullable: true }) lastSeen: Date | null;
  @Column('timestamptz', { name: 'banned_at', nullable: true }) bannedAt: Date | null;
  /** `null` where the ban has no end. */
  @Column('timestamptz', { name: 'banned_until', nullable: true }) bannedUntil: Date | null;
  @Column('text', { name: 'ban_reason', nullable: true }) banReason: string | null;
  /** When an admin deactivated the account. */
  @Column('timestamptz', { name: 'deactivated_at', nullable: true }) deactivatedAt: Date | null;

  /** Neither banned nor deactivated. */
  isEnabled(): boolean {
    return !this.isBanned() && !this.deactivatedAt;
  }

  isBanned(now = new Date()): boolean {
    return this.bannedAt !== null && (this.bannedUntil === null || this.bannedUntil > now);
  }
}
