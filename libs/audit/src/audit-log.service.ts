import type { RequestMetadata } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { AuditEntry } from './audit-entry.entity';

export interface AuditRecord {
  action: string;
  /** Nobody where the system itself or an operator's command did it. */
  actorId?: string;
  subjectId?: string;
  /** What it was before and after, and the like. Never a password, a token or a hash. */
  details?: Record<string, unknown>;
  metadata?: RequestMetadata;
}

/** `account.delete` by oneself, `user.delete` by an admin. `audit verify` knows both. */
export interface AccountDeletionRecord {
  action: 'account.delete' | 'user.delete';
  actorId: string;
  subjectId: string;
  metadata?: RequestMetadata;
}

export interface AuditFilter {
  actor?: string;
  subject?: string;
  action?: string;
  since?: Date;
}

@Injectable()
export class AuditLog {
  constructor(private readonly database: DataSource) {}

  /**
   * In the transaction of what it tells: there is no change without its entry, and no entry without its change.
   * It must be the transaction's last statement: from here to the commit, the chain waits for it.
   */
  async record(manager: EntityManager, record: AuditRecord): Promise<void> {
    await manager.query('SELECT audit_append(jsonb_populate_record(NULL::audit_log, $1))', [toRow(record)]);
  }

  /**
   * The last entry about somebody whose account goes. With it goes what earlier entries say of them; ids and actions
   * stay, and the chain still fits. It must be the transaction's last statements, as `record` must.
   */
  async recordDeletion(
    manager: EntityManager,
    { action, actorId, subjectId, metadata }: AccountDeletionRecord,
  ): Promise<void> {
    // Most of it now, since nobody has to wait for that.
    await manager.query('SELECT audit_erase($1)', [subjectId]);
    await manager.query('SELECT audit_append_deletion(jsonb_populate_record(NULL::audit_log, $1))', [
      toRow({ action, actorId, subjectId, metadata }),
    ]);
  }

  /** All that the log holds of a person, the oldest first. */
  findByUser(userId: string): Promise<AuditEntry[]> {
    return this.database
      .getRepository(AuditEntry)
      .createQueryBuilder('entry')
      .where('entry.actorId = :userId OR entry.subjectId = :userId', { userId })
      .orderBy('entry.seq')
      .getMany();
  }

  /** The newest first. */
  list({ actor, subject, action, since }: AuditFilter, limit: number, before?: string): Promise<AuditEntry[]> {
    const query = this.database.getRepository(AuditEntry).createQueryBuilder('entry');
    if (actor) query.andWhere('entry.actorId = :actor', { actor });
    if (subject) query.andWhere('entry.subjectId = :subject', { subject });
    if (action) query.andWhere('entry.action = :action', { action });
    // By number, so that the search ends where the time begins instead of reading on to the first entry.
    if (since)
      query.andWhere(
        'entry.seq >= (SELECT first.seq FROM audit_log first WHERE first.at >= :since ORDER BY first.at, first.seq LIMIT 1)',
        { since },
      );
    if (before) query.andWhere('entry.seq < :before', { before });
    return query.orderBy('entry.seq', 'DESC').take(limit).getMany();
  }
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
