import { AuditLog } from '#audit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { BreachListError } from './breach-list.error';
import { readBreachList } from './breach-list.reader';
import { BreachedPasswordList } from './breached-password-list.entity';
import { BreachedPasswordsRepository } from './breached-passwords.repository';
import { buildSegment } from './filter-segment';
import { SEGMENTS } from './hash-key';
import { KeyPartitions } from './key-partitions';

export type BreachListSize = Pick<BreachedPasswordList, 'entries' | 'bytes'>;

/** What operators do with the list. */
@Injectable()
export class BreachedPasswordsImport {
  constructor(
    private readonly repository: BreachedPasswordsRepository,
    private readonly audit: AuditLog,
  ) {}

  status(): Promise<BreachedPasswordList | undefined> {
    return this.repository.findList();
  }

  /**
   * Replaces the list. Whatever the size of the file, it takes about 16 MB of memory and what a 256th of the list needs.
   * @param minCount leaves out passwords that were seen less often
   * @throws {BreachListError}
   */
  async import(path: string, minCount?: number): Promise<BreachListSize> {
    const partitions = new KeyPartitions();
    try {
      let keys = 0;
      const onKey = (key: number) => {
        partitions.add(key);
        keys++;
      };
      await readBreachList(path, { minCount, onKey });
      if (keys === 0) throw new BreachListError(`${path}: there is no password to import.`);
      return await this.store(partitions, minCount ?? 1);
    } finally {
      partitions.close();
    }
  }

  /** @returns whether there was one */
  remove(): Promise<boolean> {
    return this.repository.replace(async (manager, removed) => {
      if (removed) await this.audit.record(manager, { action: 'breached_passwords.remove' });
      return removed;
    });
  }

  private store(partitions: KeyPartitions, minCount: number): Promise<BreachListSize> {
    return this.repository.replace(async (manager) => {
      const version = await this.repository.insertList(manager, minCount);
      const size = await this.storeSegments(manager, version, partitions);
      await manager.update(BreachedPasswordList, { version }, size);
      const details = { entries: Number(size.entries), min_count: minCount };
      await this.audit.record(manager, { action: 'breached_passwords.import', details });
      return size;
    });
  }

  private async storeSegments(
    manager: EntityManager,
    version: string,
    partitions: KeyPartitions,
  ): Promise<BreachListSize> {
    let [entries, bytes] = [0, 0];
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const keys = partitions.sorted(segment);
      const data = buildSegment(keys);
      await this.repository.insertSegment(manager, version, segment, data);
      entries += keys.length;
      bytes += data.length;
    }
    return { entries: String(entries), bytes: String(bytes) };
  }
}
