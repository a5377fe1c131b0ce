import { Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An account that was imported, so that it is imported once: also where its user has deleted it since. */
@Index('imported_accounts_user', ['userId'])
@ForeignKey('User', ['userId'], ['id'], { name: 'imported_accounts_user_id_fkey', onDelete: 'SET NULL' })
@Entity('imported_accounts')
export class ImportedAccount {
  /** HMAC-SHA-256 of the other system's name and its id of the account, which is personal data. */
  @PrimaryColumn('bytea') key: Buffer;
  /** Null where the account has been deleted here. */
  @Column('uuid', { name: 'user_id', nullable: true }) userId: string | null;
  @CreateDateColumn({ type: 'timestamp with time zone', precision: 3, name: 'imported_at', default: () => 'now()' })
  importedAt: Date;
}
