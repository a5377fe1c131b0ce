import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last verification of the chain that was asked for over HTTP. One row. */
@Entity('audit_verification')
export class AuditVerificationRow {
  @PrimaryColumn('boolean', { default: true }) single: boolean;
  @Column('timestamp with time zone', { precision: 3, name: 'requested_at' }) requestedAt: Date;
  /** The rest is of the last one that has finished. */
  @Column('timestamp with time zone', { precision: 3, name: 'finished_at', nullable: true }) finishedAt: Date | null;
  @Column('bigint', { nullable: true }) entries: string | null;
  @Column('bigint', { name: 'broken_at', nullable: true }) brokenAt: string | null;
  @Column('text', { nullable: true }) head: string | null;
}
