import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who did what to whom. Written once by `audit_append()`, never updated; each entry contains the hash of the one before. */
@Entity('audit_log')
export class AuditEntry {
  @PrimaryColumn('bigint') seq: string;
  @Column('uuid') id: string;
  @Column('timestamptz') at: Date;
  /** `noun.verb`, such as `account.register`, `password.change`, `session.end`. */
  @Column('text') action: string;
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId: string | null;
  @Column('uuid', { name: 'subject_id', nullable: true }) subjectId: string | null;
  @Column('jsonb') details: Record<string, unknown>;
  @Column('text', { nullable: true }) ip: string | null;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent: string | null;
  @Column('text', { name: 'request_id', nullable: true }) requestId: string | null;
}
