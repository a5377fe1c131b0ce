import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import { type Actor, ActorVerifier } from './actor-verifier';
import { type PushAddress, PushAddressMapper } from './push-address';
import { Session } from './session.entity';
import { sessionProblems } from './sessions.errors';
import { type Device, CLEAR_PUSH_ADDRESS } from './sessions.service';
import { pushTokenLockSql } from './locks';

/** What people say of their own devices. */
@Injectable()
export class DevicesService {
  constructor(
    private readonly database: DataSource,
    private readonly actorVerifier: ActorVerifier,
    private readonly addresses: PushAddressMapper,
  ) {}

  /**
   * What is `undefined` stays, `null` goes. An address that others had moves here: it names a device, not a person.
   * @throws {Problem} 404 `device_not_found`
   */
  async update(actor: Actor, id: string, { name, type, push }: Device): Promise<Session> {
    return this.database.transaction(async (manager) => {
      await this.actorVerifier.lockAndVerify(manager, actor);
      if (push) await this.releasePushToken(manager, id, push);
      const { affected } = await manager.update(
        Session,
        { id, userId: actor.userId, revokedAt: IsNull(), refreshExpiresAt: MoreThan(new Date()) },
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

  /** Takes an address away from all other devices, with the lock that a sign-in takes. */
  private async releasePushToken(manager: EntityManager, id: string, { token }: PushAddress): Promise<void> {
    await manager.query(`SELECT ${pushTokenLockSql('$1')}`, [token]);
    await manager.query(`UPDATE sessions SET ${CLEAR_PUSH_ADDRESS} WHERE push_token = $1 AND id <> $2`, [token, id]);
  }
}
