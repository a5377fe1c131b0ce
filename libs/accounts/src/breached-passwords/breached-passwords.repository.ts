import { isLockNotAvailable } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { BreachFilter } from './breach-filter';
import { BreachListError } from './breach-list.error';
import { BreachedPasswordList } from './breached-password-list.entity';
import { BreachedPasswordSegment } from './breached-password-segment.entity';
import { SEGMENTS } from './hash-key';

/** Notified when the list is replaced or removed. */
export const BREACHED_PASSWORDS_CHANNEL = 'breached_passwords';

/** The list is in the database, so that processes on all machines have the same. */
@Injectable()
export class BreachedPasswordsRepository {
  constructor(private readonly database: DataSource) {}

  async findList(): Promise<BreachedPasswordList | undefined> {
    return (await this.database.manager.find(BreachedPasswordList))[0];
  }

  /** Of the list that there is now. */
  async findSegment(segment: number): Promise<Buffer | undefined> {
    return (await this.database.manager.findOneBy(BreachedPasswordSegment, { segment }))?.data;
  }

  /** From one snapshot: a newer list may replace this one meanwhile. @returns undefined if that has happened before */
  loadFilter(version: string): Promise<BreachFilter | undefined> {
    return this.database.transaction('REPEATABLE READ', async (manager) => {
      const segments: Buffer[] = [];
      for (let segment = 0; segment < SEGMENTS; segment++) {
        const found = await manager.findOneBy(BreachedPasswordSegment, { version, segment });
        if (!found) return undefined;
        segments.push(found.data);
      }
      return new BreachFilter(segments);
    });
  }

  /**
   * Runs `work` in a transaction that removes the list first. Processes go on with the old one until the commit.
   * @throws {BreachListError} if another process is changing the list
   */
  replace<T>(work: (manager: EntityManager, removed: boolean) => Promise<T>): Promise<T> {
    return this.database.transaction(async (manager) => {
      await lock(manager);
      const { affected } = await manager.deleteAll(BreachedPasswordList);
      await manager.query(`NOTIFY ${BREACHED_PASSWORDS_CHANNEL}`);
      return work(manager, affected! > 0);
    });
  }

  async insertList(manager: EntityManager, minCount: number): Promise<string> {
    const { identifiers } = await manager.insert(BreachedPasswordList, { minCount, entries: '0', bytes: '0' });
    return (identifiers[0] as { version: string }).version;
  }

  async insertSegment(manager: EntityManager, version: string, segment: number, data: Buffer): Promise<void> {
    await manager.insert(BreachedPasswordSegment, { version, segment, data });
  }
}

/** Readers do not wait for it. */
async function lock(manager: EntityManager): Promise<void> {
  try {
    await manager.query('LOCK TABLE breached_password_lists IN SHARE ROW EXCLUSIVE MODE NOWAIT');
  } catch (cause) {
    if (!isLockNotAvailable(cause)) throw cause;
    throw new BreachListError('Another command is changing the list of breached passwords.', { cause });
  }
}
