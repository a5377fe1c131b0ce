import { AuditLog } from '#audit';
import { customPermission, type Principal } from '#auth';
import type { RequestMetadata } from '#platform';
import { TransactionAuthorizer } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Service } from './service.entity';
import { serviceProblems } from './services.errors';

/** What every route requires. */
export const MANAGE_SERVICES = customPermission('can_manage_services');

/** Who changes a service; without a principal it is an operator's command. */
export interface ServiceActor {
  principal?: Principal;
  metadata?: RequestMetadata;
}

/** What all changes of services share: the check of the actor, the lock and the audit entry. */
@Injectable()
export class ServiceChangeService {
  constructor(
    private readonly database: DataSource,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly audit: AuditLog,
  ) {}

  run<T>({ principal }: ServiceActor, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(async (manager) => {
      if (principal) await this.transactionAuthorizer.lockAndVerify(manager, principal, [MANAGE_SERVICES]);
      return work(manager);
    });
  }

  /** From here to the end of the transaction the service gets no token. @throws {Problem} 404 `service_not_found` */
  async lock(manager: EntityManager, id: string): Promise<Service> {
    const service = await manager.findOne(Service, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!service) throw serviceProblems.service_not_found();
    return service;
  }

  async record(
    manager: EntityManager,
    action: string,
    { principal, metadata }: ServiceActor,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(manager, { action, actorId: principal?.userId, details, metadata });
  }
}
