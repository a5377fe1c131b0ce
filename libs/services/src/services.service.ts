import { AuditLog } from '#audit';
import { custom, type Principal } from '#auth';
import type { RequestMetadata } from '#platform';
import { ActorVerifier, AuthorizationEvents } from '#sessions';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Scope } from './scopes';
import { MAX_SECRETS, generateSecret } from './secrets/client-secret';
import { ServiceSecret } from './secrets/service-secret.entity';
import { Service } from './service.entity';
import { ServiceTokens } from './service-tokens';
import { serviceProblems } from './services.errors';
import type { NewService, ServiceEdit } from './services.dto';

/** What every route asks for. */
export const MANAGE_SERVICES = custom('can_manage_services');

/** Who does it; nobody where it is an operator's command. */
export interface ServiceActor {
  principal?: Principal;
  metadata?: RequestMetadata;
}

/** Something that is shown with its secret, this once. */
export type WithSecret<T> = T & { clientSecret: string };

/** Running services and their secrets. What takes something from a service holds for its tokens that are out. */
@Injectable()
export class ServicesService {
  constructor(
    private readonly database: DataSource,
    private readonly tokens: ServiceTokens,
    private readonly events: AuthorizationEvents,
    private readonly actorVerifier: ActorVerifier,
    private readonly audit: AuditLog,
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

  /** @throws {Problem} 404 `service_not_found` */
  async find(id: string, manager = this.database.manager): Promise<Service> {
    const service = await manager.findOne(Service, { where: { id }, relations: { secrets: true } });
    if (!service) throw serviceProblems.service_not_found();
    return service;
  }

  /** With its first secret. @throws {Problem} 409 `service_name_taken` */
  async create({ name, scopes }: NewService, actor: ServiceActor): Promise<WithSecret<Service>> {
    return this.transactionAs(actor, async (manager) => {
      const id = uuid();
      const createdBy = actor.principal?.userId ?? null;
      await rejectTakenName(
        manager.insert(Service, { id, name, nameKey: nameKeyOf(name), scopes: unique(scopes), createdBy }),
      );
      const { clientSecret } = await this.insertSecret(manager, id, null);
      const service = await this.find(id, manager);
      await this.record(manager, 'service.create', actor, { service_id: id, after: auditDetailsOf(service) });
      return Object.assign(service, { clientSecret });
    });
  }

  /**
   * Tokens with a scope that is taken away are revoked in the same moment.
   * @throws {Problem} 404 `service_not_found`, 409 `service_name_taken`
   */
  async edit(id: string, { name, scopes }: ServiceEdit, actor: ServiceActor): Promise<Service> {
    return this.transactionAs(actor, async (manager) => {
      const before = auditDetailsOf(await this.lock(manager, id));
      const changes = { ...(name && { name, nameKey: nameKeyOf(name) }), ...(scopes && { scopes: unique(scopes) }) };
      if (Object.keys(changes).length > 0) await rejectTakenName(manager.update(Service, { id }, changes));
      const service = await this.find(id, manager);
      await this.tokens.revokeBeyondScopes(manager, id, service.scopes);
      await this.record(manager, 'service.edit', actor, { service_id: id, before, after: auditDetailsOf(service) });
      return service;
    });
  }

  /** All its tokens are revoked at once. @throws {Problem} 404 `service_not_found` */
  async remove(id: string, actor: ServiceActor): Promise<void> {
    await this.transactionAs(actor, async (manager) => {
      const before = auditDetailsOf(await this.lock(manager, id));
      await manager.delete(Service, { id });
      await this.events.record(manager, 'session-revoked', {
        user_id: null,
        session_ids: [id],
        reason: 'service_deleted',
      });
      await this.record(manager, 'service.delete', actor, { service_id: id, before });
    });
  }

  /** @throws {Problem} 404 `service_not_found`, 409 `too_many_secrets` */
  async addSecret(id: string, expiresAt: Date | null, actor: ServiceActor): Promise<WithSecret<ServiceSecret>> {
    return this.transactionAs(actor, async (manager) => {
      await this.lock(manager, id);
      await manager.query('DELETE FROM service_secrets WHERE service_id = $1 AND expires_at <= now()', [id]);
      if ((await manager.countBy(ServiceSecret, { serviceId: id })) >= MAX_SECRETS)
        throw serviceProblems.too_many_secrets();
      const secret = await this.insertSecret(manager, id, expiresAt);
      const details = { service_id: id, secret_id: secret.id, expires_at: expiresAt?.toISOString() ?? null };
      await this.record(manager, 'service.add_secret', actor, details);
      return secret;
    });
  }

  /**
   * It may have leaked, so the tokens that it got are revoked at once.
   * @throws {Problem} 404 `service_not_found`, `secret_not_found`
   */
  async removeSecret(id: string, secretId: string, actor: ServiceActor): Promise<void> {
    await this.transactionAs(actor, async (manager) => {
      await this.lock(manager, id);
      await this.tokens.revokeBySecret(manager, id, secretId);
      const { affected } = await manager.delete(ServiceSecret, { id: secretId, serviceId: id });
      if (!affected) throw serviceProblems.secret_not_found();
      await this.record(manager, 'service.remove_secret', actor, { service_id: id, secret_id: secretId });
    });
  }

  private transactionAs<T>({ principal }: ServiceActor, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(async (manager) => {
      if (principal) await this.actorVerifier.lockAndVerify(manager, principal, [MANAGE_SERVICES]);
      return work(manager);
    });
  }

  /** From here to the end of the transaction it gets no token. */
  private async lock(manager: EntityManager, id: string): Promise<Service> {
    const service = await manager.findOne(Service, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!service) throw serviceProblems.service_not_found();
    return service;
  }

  private async insertSecret(
    manager: EntityManager,
    serviceId: string,
    expiresAt: Date | null,
  ): Promise<WithSecret<ServiceSecret>> {
    const { secret, hash } = generateSecret();
    const id = uuid();
    await manager.insert(ServiceSecret, { id, serviceId, hash, expiresAt });
    return Object.assign(await manager.findOneByOrFail(ServiceSecret, { id }), { clientSecret: secret });
  }

  private async record(
    manager: EntityManager,
    action: string,
    { principal, metadata }: ServiceActor,
    details: Record<string, unknown>,
  ): Promise<void> {
    await this.audit.record(manager, { action, actorId: principal?.userId, details, metadata });
  }
}

const nameKeyOf = (name: string) => name.normalize('NFKC').trim().toLowerCase();

const unique = (scopes: Scope[]) => [...new Set(scopes)];

/** What the audit log says of a service. */
const auditDetailsOf = ({ name, scopes }: Service) => ({ name, scopes });

async function rejectTakenName<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    const { constraint } = (error as { driverError?: { constraint?: string } }).driverError ?? {};
    throw constraint === 'services_name_key' ? serviceProblems.service_name_taken() : error;
  }
}
