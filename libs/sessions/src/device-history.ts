import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isKnownDevice } from './known-device.policy';
import { Session } from './session.entity';

/** Which devices a user has been seen on. What has ended is remembered for a month. */
@Injectable()
export class DeviceHistory {
  constructor(private readonly database: DataSource) {}

  /** The session, if its device was never seen with its user before. */
  async findIfNewDevice(sessionId: string): Promise<Session | undefined> {
    const sightings = this.database.getRepository(Session).createQueryBuilder('session').addSelect('session.deviceKey');
    const session = await sightings.clone().where('session.id = :sessionId', { sessionId }).getOne();
    if (!session) return undefined;
    // Ids are UUIDv7: what is smaller was there before.
    const before = await sightings
      .where('session.userId = :userId AND session.id < :id', { userId: session.userId, id: session.id })
      .getMany();
    return isKnownDevice(session, before) ? undefined : session;
  }

  /** The session, and the others of its user on the same device; nothing where it was forgotten. */
  async listOnSameDevice(sessionId: string, manager: EntityManager = this.database.manager): Promise<Session[]> {
    return manager
      .getRepository(Session)
      .createQueryBuilder('session')
      .innerJoin(Session, 'named', 'named.user_id = session.user_id AND named.id = :sessionId', { sessionId })
      .where('session.id = named.id OR session.device_key = named.device_key')
      .getMany();
  }

  /** @returns whether it is the first time that its owner says they did not start it */
  async markUnrecognized(manager: EntityManager, sessionId: string): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(
      'UPDATE sessions SET disowned_at = now() WHERE id = $1 AND disowned_at IS NULL RETURNING id',
      [sessionId],
    );
    return rows.length > 0;
  }
}
