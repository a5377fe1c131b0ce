import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { type ServiceActor, ServiceChangeService } from '../service-change.service';
import { ServiceTokensService } from '../service-tokens.service';
import { serviceProblems } from '../services.errors';
import { generateSecret, MAX_SECRETS } from './client-secret';
import { ServiceSecret } from './service-secret.entity';

/** With the secret itself, which is shown this once. */
export type WithSecret<T> = T & { clientSecret: string };

@Injectable()
export class ServiceSecretsService {
  constructor(
    private readonly changes: ServiceChangeService,
    private readonly tokens: ServiceTokensService,
  ) {}

  /** @throws {Problem} 404 `service_not_found`, 409 `too_many_secrets` */
  async add(serviceId: string, expiresAt: Date | null, actor: ServiceActor): Promise<WithSecret<ServiceSecret>> {
    return this.changes.run(actor, async (manager) => {
      await this.changes.lock(manager, serviceId);
      await manager.query('DELETE FROM service_secrets WHERE service_id = $1 AND expires_at <= now()', [serviceId]);
      if ((await manager.countBy(ServiceSecret, { serviceId })) >= MAX_SECRETS)
        throw serviceProblems.too_many_secrets();
      const secret = await this.insert(manager, serviceId, expiresAt);
      const details = { service_id: serviceId, secret_id: secret.id, expires_at: expiresAt?.toISOString() ?? null };
      await this.changes.record(manager, 'service.add_secret', actor, details);
      return secret;
    });
  }

  /**
   * The secret may have leaked, so the tokens that were issued for it are revoked too.
   * @throws {Problem} 404 `service_not_found`, `secret_not_found`
   */
  async remove(serviceId: string, secretId: string, actor: ServiceActor): Promise<void> {
    await this.changes.run(actor, async (manager) => {
      await this.changes.lock(manager, serviceId);
      await this.tokens.revokeBySecret(manager, serviceId, secretId);
      const { affected } = await manager.delete(ServiceSecret, { id: secretId, serviceId });
      if (!affected) throw serviceProblems.secret_not_found();
      const details = { service_id: serviceId, secret_id: secretId };
      await this.changes.record(manager, 'service.remove_secret', actor, details);
    });
  }

  async insert(manager: EntityManager, serviceId: string, expiresAt: Date | null): Promise<WithSecret<ServiceSecret>> {
    const { secret, hash } = generateSecret();
    const id = uuid();
    await manager.insert(ServiceSecret, { id, serviceId, hash, expiresAt });
    return Object.assign(await manager.findOneByOrFail(ServiceSecret, { id }), { clientSecret: secret });
  }
}
