import { nameKey, nameSkeletons } from '#platform';
import { AuthorizationEventRecorder } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, In, MoreThan } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Scope } from './scopes';
import { ServiceSecretsService, type WithSecret } from './secrets/service-secrets.service';
import { type ServiceActor, ServiceChangeService } from './service-change.service';
import { Service } from './service.entity';
import { ServiceTokensService } from './service-tokens.service';
import { serviceProblems } from './services.errors';
import type { NewService, ServiceEdit } from './services.dto';

/** Changes that take something from a service apply to the tokens that it holds, too. */
@Injectable()
export class ServicesService {
  constructor(
    private readonly database: DataSource,
    private readonly changes: ServiceChangeService,
    private readonly secrets: ServiceSecretsService,
    private readonly tokens: ServiceTokensService,
    private readonly events: AuthorizationEventRecorder,
  ) {}

  /** By name; all of them where there is no limit. */
  list(limit?: number, after?: string): Promise<Service[]> {
    return this.database.manager.find(Service, {
      where: after === undefined ? {} : { nameKey: MoreThan(after) },
      relations: { secrets: true },
      order: { nameKey: 'ASC' },
      take: limit,
    });
  }

  /** By id. */
  async namesOf(ids: readonly string[]): Promise<Map<string, string>> {
    const services = await this.database.manager.find(Service, {
      select: { id: true, name: true },
      where: { id: In([...new Set(ids)]) },
    });
    return new Map(services.map(({ id, name }) => [id, name]));
  }

  /** @throws {Problem} 404 `service_not_found` */
  async find(id: string, manager = this.database.manager): Promise<Service> {
    const service = await manager.findOne(Service, { where: { id }, relations: { secrets: true } });
    if (!service) throw serviceProblems.service_not_found();
    return service;
  }

  /** With its first secret. @throws {Problem} 409 `service_name_taken` */
  async create({ name, scopes }: NewService, actor: ServiceActor): Promise<WithSecret<Service>> {
    return this.changes.run(actor, async (manager) => {
      const id = uuid();
      const createdBy = actor.principal?.userId ?? null;
      await rejectTakenName(manager.insert(Service, { id, ...nameColumns(name), scopes: unique(scopes), createdBy }));
      const { clientSecret } = await this.secrets.insert(manager, id, null);
      const service = await this.find(id, manager);
      await this.changes.record(manager, 'service.create', actor, { service_id: id, after: auditDetailsOf(service) });
      return Object.assign(service, { clientSecret });
    });
  }

  /**
   * Tokens with a scope that is taken away are revoked in the same moment.
   * @throws {Problem} 404 `service_not_found`, 409 `service_name_taken`
   */
  async edit(id: string, { name, scopes }: ServiceEdit, actor: ServiceActor): Promise<Service> {
    return this.changes.run(actor, async (manager) => {
      const before = auditDetailsOf(await this.changes.lock(manager, id));
      const isRenamed = name && name !== before.name;
      const changes = { ...(isRenamed && nameColumns(name)), ...(scopes && { scopes: unique(scopes) }) };
      if (Object.keys(changes).length > 0) await rejectTakenName(manager.update(Service, { id }, changes));
      const service = await this.find(id, manager);
      await this.tokens.revokeBeyondScopes(manager, id, service.scopes);
      await this.changes.record(manager, 'service.edit', actor, {
        service_id: id,
        before,
        after: auditDetailsOf(service),
      });
      return service;
    });
  }

  /** All its tokens are revoked at once. @throws {Problem} 404 `service_not_found` */
  async remove(id: string, actor: ServiceActor): Promise<void> {
    await this.changes.run(actor, async (manager) => {
      const before = auditDetailsOf(await this.changes.lock(manager, id));
      await manager.delete(Service, { id });
      await this.events.record(manager, 'session-revoked', {
        user_id: null,
        session_ids: [id],
        reason: 'service_deleted',
      });
      await this.changes.record(manager, 'service.delete', actor, { service_id: id, before });
    });
  }
}

/** Names are compared as usernames are. */
function nameColumns(name: string) {
  const { skeleton, upperSkeleton } = nameSkeletons(name);
  return { name, nameKey: nameKey(name), nameSkeleton: skeleton, nameUpperSkeleton: upperSkeleton };
}

const unique = (scopes: Scope[]) => [...new Set(scopes)];

const auditDetailsOf = ({ name, scopes }: Service) => ({ name, scopes });

async function rejectTakenName<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const { constraint } = (error as { driverError?: { constraint?: string } }).driverError ?? {};
    throw constraint?.startsWith('services_name_') ? serviceProblems.service_name_taken() : error;
  }
}
