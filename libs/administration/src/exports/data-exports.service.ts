import { Readable } from 'node:stream';
import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import { JobQueue, type RequestMetadata } from '#platform';
import { ActorVerifier } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DataExport } from './data-export.entity';
import { exportProblems } from './data-exports.errors';
import { DataExportsRepository } from './data-exports.repository';
import { EXPORT_ATTEMPTS, RUN_EXPORT } from './export-job';

const MAX_EXPORTS = 5;

type Wanted = Pick<DataExport, 'kind' | 'format' | 'filter'>;

/** Files of users and of the audit log. Only who asked for one may fetch it. */
@Injectable()
export class DataExportsService {
  constructor(
    private readonly database: DataSource,
    private readonly exports: DataExportsRepository,
    private readonly jobs: JobQueue,
    private readonly actorVerifier: ActorVerifier,
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
  async find({ userId }: Principal, id: string): Promise<DataExport> {
    const found = await this.exports.find(id, userId);
    if (!found) throw exportProblems.export_not_found();
    return found;
  }

  /** @throws {Problem} 404 `export_not_found`, 409 `export_not_ready` */
  async open(principal: Principal, id: string, metadata: RequestMetadata): Promise<{ of: DataExport; file: Readable }> {
    const found = await this.find(principal, id);
    if (found.state !== 'done') throw exportProblems.export_not_ready();
    await this.transaction(principal, (manager) => this.record(manager, 'export.download', principal, found, metadata));
    return { of: found, file: Readable.from(this.chunks(id), { objectMode: false }) };
  }

  /** @throws {Problem} 404 `export_not_found` */
  remove(principal: Principal, id: string, metadata: RequestMetadata): Promise<void> {
    return this.transaction(principal, async (manager) => {
      const found = await this.find(principal, id);
      if (!(await this.exports.remove(manager, id, principal.userId))) throw exportProblems.export_not_found();
      await this.record(manager, 'export.remove', principal, found, metadata);
    });
  }

  private async *chunks(id: string): AsyncGenerator<string> {
    for (let number = 0; ; number++) {
      const chunk = await this.exports.readChunk(id, number);
      if (chunk === undefined) return;
      if (chunk) yield chunk;
    }
  }

  private transaction<T>(principal: Principal, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(async (manager) => {
      await this.actorVerifier.lockAndVerify(manager, principal, ['can_manage_users']);
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
    // What was searched for may be an address of somebody, whose deletion would not erase it here.
    const details = { export_id: id, kind, format, filter: { ...filter, ...(q !== undefined && { q: true }) } };
    await this.audit.record(manager, { action, actorId, details, metadata });
  }
}
