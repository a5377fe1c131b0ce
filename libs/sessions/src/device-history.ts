import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isKnown } from './known-device.policy';
import { Session } from './session.entity';

/** Which devices a user has been seen on. What has ended is remembered for a month. */
@Injectable()
export class DeviceHistory {
  constructor(private readonly database: DataSource) {}

  /** The session, if its device was never seen with its user before. */
  async ofNewDevice(sessionId: string): Promise<Session | undefined> {
    const sightings = this.database.getRepository(Session).createQueryBuilder('session').addSelect('session.deviceKey');
    const session = await sightings.clone().where('session.id = :sessionId', { sessionId }).getOne();
    if (!session) return undefined;
    // Ids are UUIDv7: what is smaller was there before. A device that the owner did not recognize stays unknown.
    const before = await sightings
      .where('session.userId = :userId AND session.id < :id AND session.disowned_at IS NULL', {
        userId: session.userId,
        id: session.id,
      })
      .getMany();
    return isKnown(session, before) ? undefined : session;
  }

  /** The session, and the others of its user on the same device; nothing where it was forgotten. */
  async sameDevice(sessionId: string, manager: EntityManager = this.database.manager): Promise<Session[]> {
    return manager
      .getRepository(Session)
      .createQueryBuilder('session')
      .innerJoin(Session, 'named', 'named.user_id = session.user_id AND named.id = :sessionId', { sessionId })
      .where('session.id = named.id OR session.device_key = named.device_key')
      .getMany();
  }

  /** @returns those that their owner had not reported before */
  async markUnrecognized(manager: EntityManager, sessionIds: readonly string[]): Promise<string[]> {
    const [rows] = await manager.query<[{ id: string }[], number]>(
      `UPDATE sessions SET disowned_at = now() FROM (
         SELECT id FROM sessions WHERE id = ANY ($1) AND disowned_at IS NULL ORDER BY id FOR NO KEY UPDATE
       ) reported WHERE sessions.id = reported.id RETURNING sessions.id`,
      [sessionIds],
    );
    return rows.map(({ id }) => id);
  }
}
