import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('users')
export class User {
  @PrimaryColumn('uuid') id: string;
  /** As it was typed; mails go here only. */
  @Column('text') email: string;
  /** Folded, unique. */
  @Column('text', { name: 'email_key', select: false }) emailKey: string;
  @Column('boolean', { name: 'email_verified' }) emailVerified: boolean;
  @Column('text') username: string;
  @Column('text', { name: 'username_key', select: false }) usernameKey: string;
  @Column('text', { name: 'full_name' }) fullName: string;
  /** Folded, for the search. */
  @Column('text', { name: 'full_name_key', select: false }) fullNameKey: string;
  @Column('text') bio: string;
  /** Name in the avatar store. */
  @Column('text', { nullable: true }) avatar: string | null;
  /** Never selected but by sign-in. */
  @Column('text', { name: 'password_hash', select: false }) passwordHash: string;
  /** Raised by each change of the password or e-mail address, not by a re-hash: what was proven before holds no more. */
  @Column('integer', { name: 'credential_version', select: false }) credentialVersion: number;
  @Column('timestamptz', { name: 'date_joined' }) dateJoined: Date;
  @Column('timestamptz', { name: 'last_seen', nullable: true }) lastSeen: Date | null;
  @Column('timestamptz', { name: 'banned_at', nullable: true }) bannedAt: Date | null;
  /** A ban without an end has none. */
  @Column('timestamptz', { name: 'banned_until', nullable: true }) bannedUntil: Date | null;
  @Column('text', { name: 'ban_reason', nullable: true }) banReason: string | null;
  /** Switched off by an admin, until they switch it on again. */
  @Column('timestamptz', { name: 'deactivated_at', nullable: true }) deactivatedAt: Date | null;

  /** Neither banned nor switched off. */
  isEnabled(): boolean {
    return !this.isBanned() && !this.deactivatedAt;
  }

  isBanned(now = new Date()): boolean {
    return this.bannedAt !== null && (this.bannedUntil === null || this.bannedUntil > now);
  }
}
