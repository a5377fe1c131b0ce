import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A link in the log, by which the first owner is made. There are none once there is an owner. */
@Entity('owner_setup_tokens')
export class OwnerSetupToken {
  /** SHA-256 of the token: 256 random bits need no salt. */
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('timestamp with time zone', { precision: 3, name: 'expires_at' }) expiresAt: Date;
}
