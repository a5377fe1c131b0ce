import { prepared, ReplicaReader, type RequestMetadata } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { ACCOUNT_DELETIONS } from './audit-actions';
import { AuditEntry } from './audit-entry.entity';

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

const APPEND_SQL = prepared('audit_append', 'SELECT audit_append(jsonb_populate_record(NULL::audit_log, $1))');

@Injectable()
export class AuditLog {
  constructor(
    private readonly database: DataSource,
    private readonly replica: ReplicaReader,
  ) {}

  /**
   * Part of the transaction of the change: neither is committed without the other. It must be the last statement of the
   * transaction, since it locks the chain until the commit.
   */
  async record(manager: EntityManager, record: AuditRecord): Promise<void> {
    await manager.query(APPEND_SQL, [toRow(record)]);
  }

  /**
   * The last entry about a user whose account is deleted. It erases the personal data of earlier entries; ids and actions
   * remain, and the chain stays valid. The last statements of the transaction, as with `record`.
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
  findByUser(userId: string): Promise<AuditEntry[]> {
    return this.database
      .getRepository(AuditEntry)
      .createQueryBuilder('entry')
      .where('entry.actorId = :userId OR entry.subjectId = :userId', { userId })
      .orderBy('entry.seq')
      .getMany();
  }

  find(id: string): Promise<AuditEntry | null> {
    return this.database.manager.findOneBy(AuditEntry, { id });
  }

  /** The newest first. */
  list(filter: AuditFilter, limit: number, before?: string): Promise<AuditEntry[]> {
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
  // By `seq`, so that the scan stops at the first entry of that time instead of reading on to the first entry of all.
  if (since)
    query.andWhere(
      'entry.seq >= (SELECT first.seq FROM audit_log first WHERE first.at >= :since ORDER BY first.at, first.seq LIMIT 1)',
      { since },
    );
  if (before) query.andWhere('entry.seq < :before', { before });
  return query.orderBy('entry.seq', 'DESC').take(limit);
}

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
