import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A device on which the password alone is enough for a sign-in, until it expires. */
@Index('trusted_devices_user', ['userId'])
@Index('trusted_devices_expires_at', ['expiresAt'])
@ForeignKey('User', ['userId'], ['id'], { name: 'trusted_devices_user_id_fkey', onDelete: 'CASCADE' })
@Entity('trusted_devices')
export class TrustedDevice {
  /** SHA-256 of the token: 256 random bits need no salt. */
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('text') name: string;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'last_used_at', nullable: true }) lastUsedAt: Date | null;
  @Column('timestamp with time zone', { precision: 3, name: 'expires_at' }) expiresAt: Date;
}
