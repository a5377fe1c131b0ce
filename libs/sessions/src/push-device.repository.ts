import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { pushTokenLockSql } from './locks';
import { type PushAddress, PushAddressMapper, type PushKind } from './push-address';

/** For `UPDATE sessions SET`: the columns of a push address, which are cleared together. */
export const CLEAR_PUSH_ADDRESS = 'push_token = NULL, push_kind = NULL, push_keys = NULL';

export interface PushDevice {
  /** The session's id. */
  id: string;
  userId: string;
  /** `null` if it gets no pushes. */
  kind: PushKind | null;
}

const LIVE = 'revoked_at IS NULL AND refresh_expires_at > now()';

/** Push addresses of live sessions. */
@Injectable()
export class PushDeviceRepository {
  constructor(
    private readonly database: DataSource,
    private readonly addresses: PushAddressMapper,
  ) {}

  /** The live devices of these users, last active first. */
  listLive(manager: EntityManager, userIds: string[]): Promise<PushDevice[]> {
    return manager.query(
      `SELECT id, user_id AS "userId", push_kind AS kind FROM sessions
       WHERE user_id = ANY ($1) AND ${LIVE} ORDER BY last_active_at DESC, id DESC`,
      [userIds],
    );
  }

  /** The device's current address: `null` if it has none, `undefined` if its session has ended. */
  async findAddress(sessionId: string): Promise<PushAddress | null | undefined> {
    const [row] = await this.database.query(
      `SELECT push_kind, push_token, push_keys FROM sessions WHERE id = $1 AND ${LIVE}`,
      [sessionId],
    );
    return row && this.addresses.fromRow(row);
  }

  /** For an address that the provider no longer knows; one that has replaced it meanwhile stays. */
  async clearAddress(manager: EntityManager, sessionId: string, { token }: PushAddress): Promise<void> {
    await manager.query(`UPDATE sessions SET ${CLEAR_PUSH_ADDRESS} WHERE id = $1 AND push_token = $2`, [
      sessionId,
      token,
    ]);
  }

  /** Removes an address from all other devices, under the lock that a sign-in takes. */
  async releaseFromOthers(manager: EntityManager, sessionId: string, { token }: PushAddress): Promise<void> {
    await manager.query(`SELECT ${pushTokenLockSql('$1')}`, [token]);
    await manager.query(`UPDATE sessions SET ${CLEAR_PUSH_ADDRESS} WHERE push_token = $1 AND id <> $2`, [
      token,
      sessionId,
    ]);
  }
}
