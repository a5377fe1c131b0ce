import { advisoryLocks, ExclusiveWork, Settings } from '#platform';
import { isOwner } from '#roles';
import { HierarchyService, UserDeletionService } from '#users';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Accounts that are looked up in one statement. Each is deleted in a transaction of its own. */
const BATCH_SIZE = 500;

interface Candidate {
  id: string;
  date_joined: Date;
}

/** Deletes accounts whose e-mail address was never verified and that are not in use. */
@Injectable()
export class UnverifiedAccountExpiry {
  private readonly logger = new Logger('UnverifiedAccountExpiry');

  constructor(
    private readonly database: DataSource,
    private readonly settings: Settings,
    private readonly exclusive: ExclusiveWork,
    private readonly hierarchy: HierarchyService,
    private readonly deletion: UserDeletionService,
  ) {}

  /** @returns the number of deleted accounts */
  run(): Promise<number | undefined> {
    const { RETENTION_UNVERIFIED_ACCOUNTS: seconds } = this.settings;
    if (seconds === null) return Promise.resolve(0);
    return this.exclusive.run(advisoryLocks.retention, () => this.deleteAll(seconds));
  }

  private async deleteAll(seconds: number): Promise<number> {
    let deleted = 0;
    for (let last: Candidate | undefined; ;) {
      const candidates = await this.findAfter(last, seconds);
      for (const { id } of candidates) if (await this.tryDelete(id, seconds)) deleted += 1;
      if (candidates.length < BATCH_SIZE) return deleted;
      last = candidates.at(-1);
    }
  }

  private findAfter(last: Candidate | undefined, seconds: number): Promise<Candidate[]> {
    return this.database.query(
      `SELECT id, date_joined FROM users
       WHERE ${EXPIRED} AND ($2::timestamptz IS NULL OR (date_joined, id) > ($2, $3::uuid))
       ORDER BY date_joined, id LIMIT ${BATCH_SIZE}`,
      [seconds, last?.date_joined ?? null, last?.id ?? null],
    );
  }

  /** A failure does not keep other accounts from being deleted; the next run tries it again. */
  private async tryDelete(id: string, seconds: number): Promise<boolean> {
    try {
      return await this.delete(id, seconds);
    } catch (error) {
      this.logger.warn({ msg: `could not delete the unverified account ${id}`, err: error });
      return false;
    }
  }

  private async delete(id: string, seconds: number): Promise<boolean> {
    const deleted = await this.database.transaction(async (manager) => {
      const { target, targetRoles } = await this.hierarchy.lockSelf(manager, id);
      // Checked again under the lock: the link in the mail may have been opened, or a role assigned.
      const [stillExpired] = await manager.query<unknown[]>(`SELECT 1 FROM users WHERE ${EXPIRED} AND id = $2`, [
        seconds,
        id,
      ]);
      if (!stillExpired || isOwner(targetRoles)) return undefined;
      return this.deletion.delete(manager, target, { action: 'account.expire' });
    });
    if (deleted) await this.deletion.afterCommit(deleted);
    return deleted !== undefined;
  }
}

const CUTOFF = 'now() - make_interval(secs => $1)';

/**
 * An imported account joined long ago, elsewhere: its time begins with the import.
 * Accounts that an admin banned or deactivated are kept: otherwise the user could register again.
 */
const EXPIRED = `NOT email_verified AND date_joined < ${CUTOFF} AND coalesce(last_seen < ${CUTOFF}, true)
  AND deactivated_at IS NULL AND (banned_at IS NULL OR banned_until <= now())
  AND NOT EXISTS (SELECT FROM imported_accounts WHERE user_id = users.id AND imported_at >= ${CUTOFF})
  AND NOT EXISTS (SELECT FROM sessions WHERE user_id = users.id AND greatest(last_active_at, rotated_at) >= ${CUTOFF})`;
