import type { DeviceType } from '#presence';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Seconds between the right password and the second factor. */
export const SIGN_IN_CHALLENGE_TTL = 300;
export const MAX_CHALLENGE_ATTEMPTS = 5;

/** A sign-in whose password was right and whose second factor is awaited. */
@Index('sign_in_challenges_user', ['userId'])
@Index('sign_in_challenges_expires_at', ['expiresAt'])
@ForeignKey('User', ['userId'], ['id'], { name: 'sign_in_challenges_user_id_fkey', onDelete: 'CASCADE' })
@Entity('sign_in_challenges')
export class SignInChallenge {
  /** SHA-256 of the `mfa_token`: 256 random bits need no salt. */
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('uuid', { name: 'user_id' }) userId: string;
  /** Of the user when the password was verified; see `User.credentialVersion`. */
  @Column('integer', { name: 'credential_version' }) credentialVersion: number;
  /** The device of the login, which the session will have. */
  @Column('text', { name: 'device_type', nullable: true }) deviceType: DeviceType | null;
  @Column('text', { name: 'device_name', nullable: true }) deviceName: string | null;
  /** The push token, sealed. */
  @Column('text', { name: 'device_token', nullable: true }) deviceToken: string | null;
  /** What a WebAuthn assertion must have signed. */
  @Column('text', { name: 'webauthn_challenge', nullable: true }) webauthnChallenge: string | null;
  /** Counted before a proof is verified. */
  @Column('integer', { default: 0 }) attempts: number;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'expires_at' }) expiresAt: Date;
}
