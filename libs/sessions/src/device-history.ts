import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isKnownDevice } from './known-device.policy';
import { Session } from './session.entity';

/** The devices of a user's sessions; revoked and expired sessions are kept for 30 days. */
@Injectable()
export class DeviceHistory {
  constructor(private readonly database: DataSource) {}

  /** The session, if its user has no earlier session on the device. */
  async findIfNewDevice(sessionId: string): Promise<Session | undefined> {
    const sessions = this.database.getRepository(Session).createQueryBuilder('session').addSelect('session.deviceKey');
    const session = await sessions.clone().where('session.id = :sessionId', { sessionId }).getOne();
    if (!session) return undefined;
    // Ids are UUIDv7: smaller ones are older.
    const before = await sessions
      .where('session.userId = :userId AND session.id < :id', { userId: session.userId, id: session.id })
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

  /** @returns whether its owner reports it for the first time */
  async markUnrecognized(manager: EntityManager, sessionId: string): Promise<boolean> {
    const [rows] = await manager.query<[unknown[], number]>(
      'UPDATE sessions SET disowned_at = now() WHERE id = $1 AND disowned_at IS NULL RETURNING id',
      [sessionId],
    );
    return rows.length > 0;
  }
}
