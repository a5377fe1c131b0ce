import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, LessThan, MoreThan } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { DataExportChunk } from './data-export-chunk.entity';
import { DataExport } from './data-export.entity';

/** Hours that a file is kept. */
export const EXPORT_HOURS = 24;

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
    return manager.countBy(DataExport, { requesterId, expiresAt: MoreThan(new Date()) });
  }

  /** The newest first. @param before id of the last export of the page before */
  list(requesterId: string, limit: number, before?: string): Promise<DataExport[]> {
    return this.database.manager.find(DataExport, {
      where: { requesterId, expiresAt: MoreThan(new Date()), ...(before && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Nobody but the requester finds it. */
  async find(id: string, requesterId: string): Promise<DataExport | null> {
    return this.database.manager.findOneBy(DataExport, { id, requesterId, expiresAt: MoreThan(new Date()) });
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

  /** @returns whether the export is still wanted */
  async append(exportId: string, number: number, content: string, rows: number): Promise<boolean> {
    const inserted = await this.database.query<object[]>(
      `WITH wanted AS (UPDATE data_exports SET rows = rows + $4 WHERE id = $1 RETURNING id)
       INSERT INTO data_export_chunks (export_id, number, content) SELECT id, $2, $3 FROM wanted RETURNING 1`,
      [exportId, number, content, rows],
    );
    return inserted.length > 0;
  }

  async finish(id: string, state: 'done' | 'failed'): Promise<void> {
    await this.database.query(
      `UPDATE data_exports SET state = $2, finished_at = now(), expires_at = now() + interval '${EXPORT_HOURS} hours'
       WHERE id = $1`,
      [id, state],
    );
  }

  async readChunk(exportId: string, number: number): Promise<string | undefined> {
    return (await this.database.manager.findOneBy(DataExportChunk, { exportId, number }))?.content;
  }

  async remove(manager: EntityManager, id: string, requesterId: string): Promise<boolean> {
    return ((await manager.delete(DataExport, { id, requesterId })).affected ?? 0) > 0;
  }

  async purge(): Promise<number> {
    const { affected } = await this.database.manager.delete(DataExport, { expiresAt: LessThan(new Date()) });
    return affected ?? 0;
  }
}
