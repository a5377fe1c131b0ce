import { Readable } from 'node:stream';
import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import { JobQueue, type RequestMetadata } from '#platform';
import { TransactionAuthorizer } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DataExport } from './data-export.entity';
import { exportProblems } from './data-exports.errors';
import { DataExportsRepository } from './data-exports.repository';
import { EXPORT_ATTEMPTS, RUN_EXPORT } from './export-job';
import { EXPORT_PERMISSION } from './export-permission';

const MAX_EXPORTS = 5;

type Wanted = Pick<DataExport, 'kind' | 'format' | 'filter'>;

/** Files of users and of the audit log. Only who asked for one may fetch it. */
@Injectable()
export class DataExportsService {
  constructor(
    private readonly database: DataSource,
    private readonly exports: DataExportsRepository,
    private readonly jobs: JobQueue,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly audit: AuditLog,
  ) {}

  /** @throws {Problem} 409 `too_many_exports` */
  create(principal: Principal, wanted: Wanted, metadata: RequestMetadata): Promise<DataExport> {
    return this.transaction(principal, async (manager) => {
      const { userId: requesterId } = principal;
      if ((await this.exports.countOf(manager, requesterId)) >= MAX_EXPORTS) throw exportProblems.too_many_exports();
      const created = await this.exports.create(manager, { ...wanted, requesterId });
      const payload = { export_id: created.id };
      await this.jobs.add(manager, { task: RUN_EXPORT, payload, subjectId: requesterId, attempts: EXPORT_ATTEMPTS });
      await this.record(manager, 'export.create', principal, created, metadata);
      return created;
    });
  }

  /** @throws {Problem} 404 `export_not_found` */
  async find({ userId }: Principal, id: string, manager?: EntityManager): Promise<DataExport> {
    const found = await this.exports.find(id, userId, manager);
    if (!found) throw exportProblems.export_not_found();
    return found;
  }

  /** @throws {Problem} 404 `export_not_found`, 409 `export_not_ready` */
  async open(principal: Principal, id: string, metadata: RequestMetadata): Promise<{ of: DataExport; file: Readable }> {
    const found = await this.transaction(principal, async (manager) => {
      const wanted = await this.find(principal, id, manager);
      if (wanted.state !== 'done') throw exportProblems.export_not_ready();
      await this.record(manager, 'export.download', principal, wanted, metadata);
      return wanted;
    });
    return { of: found, file: Readable.from(this.chunks(principal, id), { objectMode: false }) };
  }

  /** @throws {Problem} 404 `export_not_found` */
  remove(principal: Principal, id: string, metadata: RequestMetadata): Promise<void> {
    return this.transaction(principal, async (manager) => {
      const found = await this.find(principal, id, manager);
      if (!(await this.exports.remove(manager, id, principal.userId))) throw exportProblems.export_not_found();
      await this.record(manager, 'export.remove', principal, found, metadata);
    });
  }

  /** A file that is removed while it is sent breaks off: half of one must not pass for the whole. */
  private async *chunks(principal: Principal, id: string): AsyncGenerator<string> {
    for (let number = 0; ; number++) {
      const chunk = await this.exports.readChunk(id, number);
      if (chunk) yield chunk;
      if (chunk !== undefined) continue;
      await this.find(principal, id);
      return;
    }
  }

  private transaction<T>(principal: Principal, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, principal, [EXPORT_PERMISSION]);
      return work(manager);
    });
  }

  private async record(
    manager: EntityManager,
    action: string,
    { userId: actorId }: Principal,
    { id, kind, format, filter: { q, ...filter } }: DataExport,
    metadata: RequestMetadata,
  ): Promise<void> {
    // The search text may be a user's address. The deletion of that user would not erase it here.
    const details = { export_id: id, kind, format, filter: { ...filter, ...(q !== undefined && { q: true }) } };
    await this.audit.record(manager, { action, actorId, details, metadata });
  }
}
