import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** Seconds in which a new secret must be confirmed. */
export const TOTP_SETUP_TTL = 600;

@ForeignKey('User', ['userId'], ['id'], { name: 'totp_secrets_user_id_fkey', onDelete: 'CASCADE' })
@Entity('totp_secrets')
export class TotpSecret {
  @PrimaryColumn('uuid', { name: 'user_id' }) userId: string;
  /** Sealed. */
  @Column('text') secret: string;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  /** `null` until the first code. Until then it is no factor. */
  @Column('timestamp with time zone', { precision: 3, name: 'confirmed_at', nullable: true }) confirmedAt: Date | null;
  /** The time step of the last code that was used. Codes of it and of earlier steps are void. */
  @Column('bigint', { name: 'last_used_step', default: 0 }) lastUsedStep: string;
}
