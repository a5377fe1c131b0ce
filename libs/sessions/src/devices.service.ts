import { createHash } from 'node:crypto';
import { databaseClock } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan } from 'typeorm';
import { type Actor, TransactionAuthorizer } from './transaction-authorizer';
import type { Device } from './device';
import { PushAddressMapper } from './push-address';
import { PushDeviceRepository } from './push-device.repository';
import { Session } from './session.entity';
import { sessionProblems } from './sessions.errors';

/** Changes of a user's own devices. */
@Injectable()
export class DevicesService {
  constructor(
    private readonly database: DataSource,
    private readonly transactionAuthorizer: TransactionAuthorizer,
    private readonly addresses: PushAddressMapper,
    private readonly pushDevices: PushDeviceRepository,
  ) {}

  /**
   * `undefined` keeps a value, `null` clears it. A push address that another device has moves here.
   * @throws {Problem} 404 `device_not_found`
   */
  async update(actor: Actor, id: string, { name, type, push }: Device): Promise<Session> {
    return this.database.transaction(async (manager) => {
      await this.transactionAuthorizer.lockAndVerify(manager, actor);
      if (push) await this.pushDevices.releaseFromOthers(manager, id, push);
      const { affected } = await manager.update(
        Session,
        { id, userId: actor.userId, revokedAt: IsNull(), refreshExpiresAt: MoreThan(databaseClock.date()) },
        {
          ...(name !== undefined && { deviceName: name }),
          ...(type !== undefined && { deviceType: type }),
          ...(push !== undefined && {
            pushToken: push?.token ?? null,
            pushKind: push?.kind ?? null,
            pushKeys: this.addresses.sealKeys(push),
            ...(push && { deviceKey: createHash('sha256').update(push.token).digest() }),
          }),
          lastActiveAt: () => 'last_active_at',
        },
      );
      if (!affected) throw sessionProblems.device_not_found();
      return manager.findOneByOrFail(Session, { id });
    });
  }
}
