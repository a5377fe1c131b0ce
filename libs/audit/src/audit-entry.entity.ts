import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Actor, action and subject of a change. Written once by SQL functions, never updated; each entry contains the hash of the one before. */
@Index('audit_log_at', ['at', 'seq'])
@Index('audit_log_actor', ['actorId', 'seq'])
@Index('audit_log_subject', ['subjectId', 'seq'])
@Index('audit_log_action', ['action', 'seq'])
@Entity('audit_log')
export class AuditEntry {
  @PrimaryColumn('bigint') seq: string;
  @Column('uuid') id: string;
  @Column('timestamp with time zone', { precision: 3 }) at: Date;
  /** `noun.verb`, such as `account.register`, `password.change`, `session.end`. */
  @Column('text') action: string;
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId: string | null;
  @Column('uuid', { name: 'subject_id', nullable: true }) subjectId: string | null;
  @Column('jsonb') details: Record<string, unknown>;
  @Column('text', { nullable: true }) ip: string | null;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent: string | null;
  @Column('text', { name: 'request_id', nullable: true }) requestId: string | null;
  // Written and read by the SQL of the chain only.
  @Column('bytea', { select: false }) hash: Buffer;
  @Column('uuid', { name: 'details_salt', nullable: true, select: false }) detailsSalt: string | null;
  @Column('bytea', { name: 'details_digest', nullable: true, select: false }) detailsDigest: Buffer | null;
  @Column('uuid', { name: 'origin_salt', nullable: true, select: false }) originSalt: string | null;
  @Column('bytea', { name: 'origin_digest', nullable: true, select: false }) originDigest: Buffer | null;
}
