import { prepared, ReplicaReader, type RequestMetadata } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { ACCOUNT_DELETIONS } from './audit-actions';
import { AuditEntry } from './audit-entry.entity';
import { appendPending } from './pending/append-pending';
import { PendingEntries } from './pending/pending-entries';

export interface AuditRecord {
  action: string;
  /** `undefined` for the system itself or a command of the operator. */
  actorId?: string;
  subjectId?: string;
  /** Such as the values before and after. Never a password, a token or a hash. */
  details?: Record<string, unknown>;
  metadata?: RequestMetadata;
}

/** `account.delete` by the user, `user.delete` by an admin, `account.expire` by the system. `audit verify` relies on them. */
export interface AccountDeletionRecord {
  action: (typeof ACCOUNT_DELETIONS)[number];
  actorId?: string;
  subjectId: string;
  metadata?: RequestMetadata;
}

export interface AuditFilter {
  actor?: string;
  subject?: string;
  action?: string;
  since?: Date;
}

const APPEND_SQL = prepared(
  'audit_append',
  'SELECT audit_append(jsonb_populate_record(NULL::audit_log, $1)) AS appended',
);

@Injectable()
export class AuditLog {
  constructor(
    private readonly database: DataSource,
    private readonly replica: ReplicaReader,
    private readonly pending: PendingEntries,
  ) {}

  /**
   * Part of the transaction of the change: neither is committed without the other. It must be the last statement of the
   * transaction: it may lock the end of the chain until the commit, and entries of others wait meanwhile.
   */
  async record(manager: EntityManager, record: AuditRecord): Promise<void> {
    const [{ appended }] = await manager.query(APPEND_SQL, [toRow(record)]);
    if (!appended) this.pending.appendAfterCommit(manager);
  }

  /** As `record`, for entries that allow a change of the log itself: in the chain at the commit. It waits for its end. */
  async recordAtOnce(manager: EntityManager, record: AuditRecord): Promise<void> {
    await manager.query('SELECT audit_append_at_once(jsonb_populate_record(NULL::audit_log, $1))', [toRow(record)]);
  }

  /**
   * The last entry about a user whose account is deleted. It erases the personal data of earlier entries; ids and actions
   * remain, and the chain stays valid. The last statements of the transaction, as with `record`; but it waits for the end
   * of the chain, so that it reaches entries that wait.
   */
  async recordDeletion(
    manager: EntityManager,
    { action, actorId, subjectId, metadata }: AccountDeletionRecord,
  ): Promise<void> {
    // Erases most entries before the chain is locked.
    await manager.query('SELECT audit_erase($1)', [subjectId]);
    await manager.query('SELECT audit_append_deletion(jsonb_populate_record(NULL::audit_log, $1))', [
      toRow({ action, actorId, subjectId, metadata }),
    ]);
  }

  /** All entries by or about the user, the oldest first. */
  async findByUser(userId: string): Promise<AuditEntry[]> {
    await appendPending(this.database);
    return this.database
      .getRepository(AuditEntry)
      .createQueryBuilder('entry')
      .where('entry.actorId = :userId OR entry.subjectId = :userId', { userId })
      .orderBy('entry.seq')
      .getMany();
  }

  async find(id: string): Promise<AuditEntry | null> {
    await appendPending(this.database);
    return this.database.manager.findOneBy(AuditEntry, { id });
  }

  /** The newest first. */
  async list(filter: AuditFilter, limit: number, before?: string): Promise<AuditEntry[]> {
    await appendPending(this.database);
    return this.replica.read((manager) => listQuery(manager, filter, limit, before).getMany());
  }
}

function listQuery(
  manager: EntityManager,
  { actor, subject, action, since }: AuditFilter,
  limit: number,
  before: string | undefined,
): SelectQueryBuilder<AuditEntry> {
  const query = manager.getRepository(AuditEntry).createQueryBuilder('entry');
  if (actor) query.andWhere('entry.actorId = :actor', { actor });
  if (subject) query.andWhere('entry.subjectId = :subject', { subject });
  if (action) query.andWhere('entry.action = :action', { action });
  if (since) query.andWhere(`entry.at >= :since AND entry.seq > ${LAST_BEFORE}`, { since });
  if (before) query.andWhere('entry.seq < :before', { before });
  return query.orderBy('entry.seq', 'DESC').take(limit);
}

/**
 * So that the scan stops at that time instead of reading on to the first entry of all. An entry may be appended some
 * time after it was written, so it may stand after one that was written later: never as late as this.
 */
const LAST_BEFORE = `coalesce((SELECT earlier.seq FROM audit_log earlier
  WHERE earlier.at < CAST(:since AS timestamptz) - interval '10 minutes' ORDER BY earlier.at DESC, earlier.seq DESC LIMIT 1), 0)`;

function toRow({ action, actorId, subjectId, details = {}, metadata }: AuditRecord): object {
  return {
    id: uuid(),
    action,
    actor_id: actorId,
    subject_id: subjectId,
    details,
    ip: metadata?.ip,
    user_agent: metadata?.userAgent,
    request_id: metadata?.requestId,
  };
}
