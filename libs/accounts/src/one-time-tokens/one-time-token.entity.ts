import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

export type OneTimeTokenPurpose = 'verify_email' | 'reset_password' | 'change_email';

/** Seconds that a token lives. */
export const oneTimeTokenLifetimes: Record<OneTimeTokenPurpose, number> = {
  verify_email: 24 * 3600,
  reset_password: 3600,
  change_email: 24 * 3600,
};

/**
 * How many tokens of a purpose are valid at a time. Users open the first of several mails, and a stranger who asks for a
 * reset must not invalidate the link that the owner has. Only who knows the password asks for `change_email`.
 */
export const maxActiveOneTimeTokens: Record<OneTimeTokenPurpose, number> = {
  verify_email: 5,
  reset_password: 5,
  change_email: 1,
};

@Index('one_time_tokens_user', ['userId', 'purpose'])
@Index('one_time_tokens_expires_at', ['expiresAt'])
@ForeignKey('User', ['userId'], ['id'], { name: 'one_time_tokens_user_id_fkey', onDelete: 'CASCADE' })
@Entity('one_time_tokens')
export class OneTimeToken {
  /** SHA-256 of the token: 256 random bits need no salt. */
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('text') purpose: OneTimeTokenPurpose;
  @Column('uuid', { name: 'user_id' }) userId: string;
  /** The address that it was sent to. */
  @Column('text') email: string;
  /** Of the user when it was issued; see `User.credentialVersion`. */
  @Column('integer', { name: 'credential_version' }) credentialVersion: number;
  /** The one that asked, for `change_email`. */
  @Column('uuid', { name: 'session_id', nullable: true }) sessionId: string | null;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'expires_at' }) expiresAt: Date;
  /** When a request claimed it for one use. */
  @Column('timestamp with time zone', { precision: 3, name: 'claimed_at', nullable: true }) claimedAt: Date | null;
  /** Used, or replaced by newer ones. Kept for verifications, so that a second click is answered with success. */
  @Column('timestamp with time zone', { precision: 3, name: 'used_at', nullable: true }) usedAt: Date | null;
}
