import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** The breach list that was imported last; there is one or none. */
@Entity('breached_password_lists')
export class BreachedPasswordList {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'breached_password_lists_pkey',
  })
  version: string;
  @Column('bigint') entries: string;
  @Column('bigint') bytes: string;
  /** Passwords that were seen less often were left out. */
  @Column('integer', { name: 'min_count' }) minCount: number;
  @Column('timestamp with time zone', { precision: 3, name: 'imported_at', default: () => 'now()' }) importedAt: Date;
}
