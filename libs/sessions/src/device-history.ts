import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isKnownDevice } from './known-device.policy';
import { Session } from './session.entity';

/** The devices of a user's sessions; revoked and expired sessions are kept for `RETENTION_SESSIONS`. */
@Injectable()
export class DeviceHistory {
  constructor(private readonly database: DataSource) {}

  /** The session, if its user has no earlier session on the device. */
  async findIfNewDevice(sessionId: string): Promise<Session | undefined> {
    const sessions = this.database.getRepository(Session).createQueryBuilder('session').addSelect('session.deviceKey');
    const session = await sessions.clone().where('session.id = :sessionId', { sessionId }).getOne();
    if (!session) return undefined;
    // Ids are UUIDv7: smaller ones are older. A device that the owner did not recognize stays unknown.
    const before = await sessions
      .where('session.userId = :userId AND session.id < :id AND session.disowned_at IS NULL', {
        userId: session.userId,
        id: session.id,
      })
      .getMany();
    return isKnownDevice(session, before) ? undefined : session;
  }

  /** The session and the user's others on the same device; empty if the session was purged. */
  async listOnSameDevice(sessionId: string, manager: EntityManager = this.database.manager): Promise<Session[]> {
    return manager
      .getRepository(Session)
      .createQueryBuilder('session')
      .innerJoin(Session, 'named', 'named.user_id = session.user_id AND named.id = :sessionId', { sessionId })
      .where('session.id = named.id OR session.device_key = named.device_key')
      .getMany();
  }

  /** @returns the sessions that their owner had not reported before */
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
