import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type PushAddress, PushAddressMapper, type PushKind } from './push-address';
import { CLEAR_PUSH_ADDRESS } from './sessions.service';

export interface PushDevice {
  /** The session's id. */
  id: string;
  userId: string;
  /** How it gets pushes, if at all. */
  kind: PushKind | null;
}

const LIVE = 'revoked_at IS NULL AND refresh_expires_at > now()';

/** What those who send pushes ask of sessions. */
@Injectable()
export class PushDeviceRepository {
  constructor(
    private readonly database: DataSource,
    private readonly addresses: PushAddressMapper,
  ) {}

  /** The live devices of all these users, last active first. */
  listLive(manager: EntityManager, userIds: string[]): Promise<PushDevice[]> {
    return manager.query(
      `SELECT id, user_id AS "userId", push_kind AS kind FROM sessions
       WHERE user_id = ANY ($1) AND ${LIVE} ORDER BY last_active_at DESC, id DESC`,
      [userIds],
    );
  }

  /** Where a device's pushes go at this moment: `null` for nowhere, nothing where its session has ended. */
  async findAddress(sessionId: string): Promise<PushAddress | null | undefined> {
    const [row] = await this.database.query(
      `SELECT push_kind, push_token, push_keys FROM sessions WHERE id = $1 AND ${LIVE}`,
      [sessionId],
    );
    return row && this.addresses.fromRow(row);
  }

  /** The provider knows this address no longer; one that came in its place meanwhile stays. */
  async clearAddress(manager: EntityManager, sessionId: string, { token }: PushAddress): Promise<void> {
    await manager.query(`UPDATE sessions SET ${CLEAR_PUSH_ADDRESS} WHERE id = $1 AND push_token = $2`, [
      sessionId,
      token,
    ]);
  }
}
