import { databaseClock } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, LessThan, MoreThan } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { DataExportChunk } from './data-export-chunk.entity';
import { DataExport } from './data-export.entity';

/** Hours that a file is kept. */
export const EXPORT_HOURS = 24;

/**
 * A job that was taken for lost may run beside its successor; of the two only the later one writes.
 */
const IS_ATTEMPT = `id = $1 AND attempts = $2 AND state = 'running'`;

type Attempt = Pick<DataExport, 'id' | 'attempts'>;
type NewExport = Pick<DataExport, 'kind' | 'format' | 'filter' | 'requesterId'>;

@Injectable()
export class DataExportsRepository {
  constructor(private readonly database: DataSource) {}

  async create(manager: EntityManager, wanted: NewExport): Promise<DataExport> {
    const id = uuid();
    await manager.query(
      `INSERT INTO data_exports (id, kind, format, filter, requester_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + interval '${EXPORT_HOURS} hours')`,
      [id, wanted.kind, wanted.format, wanted.filter, wanted.requesterId],
    );
    return manager.findOneByOrFail(DataExport, { id });
  }

  /** The requester's row is locked. */
  countOf(manager: EntityManager, requesterId: string): Promise<number> {
    return manager.countBy(DataExport, { requesterId, expiresAt: MoreThan(databaseClock.date()) });
  }

  /** The newest first. @param before id of the last export of the page before */
  list(requesterId: string, limit: number, before?: string): Promise<DataExport[]> {
    return this.database.manager.find(DataExport, {
      where: { requesterId, expiresAt: MoreThan(databaseClock.date()), ...(before && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Exports of other requesters are not found. */
  find(id: string, requesterId: string, manager = this.database.manager): Promise<DataExport | null> {
    return manager.findOneBy(DataExport, { id, requesterId, expiresAt: MoreThan(databaseClock.date()) });
  }

  /** Begins an attempt, without the rows of one before. @returns nothing where it is done, expired or removed */
  async begin(id: string): Promise<DataExport | undefined> {
    return this.database.transaction(async (manager) => {
      const [rows] = await manager.query<[object[], number]>(
        `UPDATE data_exports SET state = 'running', attempts = attempts + 1, rows = 0
         WHERE id = $1 AND state IN ('waiting', 'running') AND expires_at > now() RETURNING 1`,
        [id],
      );
      if (rows.length === 0) return undefined;
      await manager.delete(DataExportChunk, { exportId: id });
      return manager.findOneByOrFail(DataExport, { id });
    });
  }

  /** @returns whether the export is still wanted, and by this attempt */
  async append({ id, attempts }: Attempt, number: number, content: string, rows: number): Promise<boolean> {
    const inserted = await this.database.query<object[]>(
      `WITH wanted AS (UPDATE data_exports SET rows = rows + $4 WHERE ${IS_ATTEMPT} RETURNING id)
       INSERT INTO data_export_chunks (export_id, number, content) SELECT id, $3, $5 FROM wanted RETURNING 1`,
      [id, attempts, number, rows, content],
    );
    return inserted.length > 0;
  }

  async finish({ id, attempts }: Attempt): Promise<void> {
    await this.database.query(
      `UPDATE data_exports SET state = 'done', finished_at = now(), expires_at = now() + interval '${EXPORT_HOURS} hours'
       WHERE ${IS_ATTEMPT}`,
      [id, attempts],
    );
  }

  /** Without what was written so far. */
  async fail({ id, attempts }: Attempt): Promise<void> {
    await this.database.query(
      `WITH failed AS (
         UPDATE data_exports
         SET state = 'failed', rows = 0, finished_at = now(), expires_at = now() + interval '${EXPORT_HOURS} hours'
         WHERE ${IS_ATTEMPT} RETURNING id)
       DELETE FROM data_export_chunks USING failed WHERE export_id = failed.id`,
      [id, attempts],
    );
  }

  async readChunk(exportId: string, number: number): Promise<string | undefined> {
    return (await this.database.manager.findOneBy(DataExportChunk, { exportId, number }))?.content;
  }

  async remove(manager: EntityManager, id: string, requesterId: string): Promise<boolean> {
    return ((await manager.delete(DataExport, { id, requesterId })).affected ?? 0) > 0;
  }

  async purge(): Promise<number> {
    const { affected } = await this.database.manager.delete(DataExport, { expiresAt: LessThan(databaseClock.date()) });
    return affected ?? 0;
  }
}
