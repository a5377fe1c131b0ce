import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A code that replaces a second factor once. A used one is deleted. */
@Index('recovery_codes_user', ['userId'])
@ForeignKey('User', ['userId'], ['id'], { name: 'recovery_codes_user_id_fkey', onDelete: 'CASCADE' })
@Entity('recovery_codes')
export class RecoveryCode {
  /** SHA-256 of the code: 120 random bits need no salt. */
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('uuid', { name: 'user_id' }) userId: string;
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
}
