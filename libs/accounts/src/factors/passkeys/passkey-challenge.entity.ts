import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** Seconds. @see WebAuthn Level 3 §15.1: the recommended `timeout` is 5 minutes */
export const PASSKEY_CHALLENGE_TTL = 300;

/** An assertion (`webauthn.get`) or an attestation (`webauthn.create`). */
export type PasskeyChallengePurpose = 'assertion' | 'registration';

/** A challenge that an authenticator must sign, once. A signed-in client gets one for each purpose, with the same id. */
@Index('passkey_challenges_user', ['userId'])
@Index('passkey_challenges_expires_at', ['expiresAt'])
@ForeignKey('User', ['userId'], ['id'], { name: 'passkey_challenges_user_id_fkey', onDelete: 'CASCADE' })
@Entity('passkey_challenges')
export class PasskeyChallenge {
  @PrimaryColumn('uuid') id: string;
  @PrimaryColumn('text') purpose: PasskeyChallengePurpose;
  /** As the options have it: base64url. */
  @Column('text') challenge: string;
  /** The user for whom it was issued. */
  @Column('uuid', { name: 'user_id', nullable: true }) userId: string | null;
  @Column('timestamp with time zone', { precision: 3, name: 'expires_at' }) expiresAt: Date;
}
