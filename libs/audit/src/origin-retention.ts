import { advisoryLocks, ExclusiveWork, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { EXPIRE_ORIGINS, NEW_DEVICE } from './audit-actions';
import { AuditLog } from './audit-log.service';

/** Entries of one transaction, so that other erasures wait for a moment only. */
const BATCH_SIZE = 10_000;

/**
 * Erases the origin (IP address, user agent, request id) of old entries. An entry of the chain allows it first, so that
 * `audit verify` accepts these erasures and no others.
 */
@Injectable()
export class OriginRetention {
  constructor(
    private readonly database: DataSource,
    private readonly settings: Settings,
    private readonly exclusive: ExclusiveWork,
    private readonly audit: AuditLog,
  ) {}

  /** @returns the number of entries that were erased */
  run(): Promise<number | undefined> {
    const { RETENTION_IP_ADDRESSES: seconds } = this.settings;
    if (seconds === null) return Promise.resolve(0);
    return this.exclusive.run(advisoryLocks.retention, async () => {
      await this.database.transaction((manager) => this.allow(manager, seconds));
      return this.eraseAllowed();
    });
  }

  private async allow(manager: EntityManager, seconds: number): Promise<void> {
    const [next] = await manager.query<{ last: string }[]>(NEXT_SQL, [seconds]);
    if (!next) return;
    await this.audit.recordAtOnce(manager, { action: EXPIRE_ORIGINS, details: { last_entry: Number(next.last) } });
  }

  private async eraseAllowed(): Promise<number> {
    for (let total = 0; ;) {
      const erased = await this.database.transaction((manager) => eraseBatch(manager));
      if (erased === undefined) return total;
      total += erased;
    }
  }
}

/** @returns `undefined` if everything that may be erased is erased */
async function eraseBatch(manager: EntityManager): Promise<number | undefined> {
  await manager.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.auditErasure]);
  const [range] = await manager.query<{ from: string; last: string }[]>(RANGE_SQL);
  if (!range) return undefined;
  const last = Math.min(Number(range.last), Number(range.from) + BATCH_SIZE);
  const [{ erased }] = await manager.query('SELECT audit_erase_origins($1, $2, $3)::integer AS erased', [
    range.from,
    last,
    NEW_DEVICE,
  ]);
  return erased;
}

/** What an entry has of an origin. A part that is empty by nature keeps its salt. */
const HAS_ORIGIN = `(ip IS NOT NULL OR user_agent IS NOT NULL OR request_id IS NOT NULL
  OR action = '${NEW_DEVICE}' AND details_salt IS NOT NULL)`;

const ALLOWED = `SELECT (details ->> 'last_entry')::bigint AS last FROM audit_log WHERE action = '${EXPIRE_ORIGINS}'
  ORDER BY seq DESC LIMIT 1`;

/** By whole days (UTC), so that a day has one such entry at most. */
const NEXT_SQL = `
  WITH old AS (
    SELECT seq AS last FROM audit_log
    WHERE at < date_trunc('day', (now() - make_interval(secs => $1)) AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
    ORDER BY at DESC, seq DESC LIMIT 1
  ), done AS (
    SELECT greatest(seq, erased_seq, (${ALLOWED})) AS last FROM audit_anchor
  )
  SELECT old.last FROM old, done
  WHERE EXISTS (SELECT FROM audit_log WHERE seq > done.last AND seq <= old.last AND ${HAS_ORIGIN})`;

const RANGE_SQL = `SELECT greatest(seq, erased_seq) AS from, allowed.last FROM audit_anchor, (${ALLOWED}) allowed
  WHERE greatest(seq, erased_seq) < allowed.last`;
