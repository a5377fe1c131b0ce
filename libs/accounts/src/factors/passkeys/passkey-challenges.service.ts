import { randomUUID } from 'node:crypto';
import { databaseClock } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { PASSKEY_CHALLENGE_TTL, PasskeyChallenge, type PasskeyChallengePurpose } from './passkey-challenge.entity';

interface Taken {
  challenge: string;
  userId: string | null;
}

/** Each is for one purpose, and is used up by the first answer to it, right or wrong. */
@Injectable()
export class PasskeyChallenges {
  constructor(private readonly database: DataSource) {}

  /** @returns the `challenge_id` */
  async insert(challenges: Partial<Record<PasskeyChallengePurpose, string>>, userId?: string): Promise<string> {
    const id = randomUUID();
    const expiresAt = new Date(databaseClock.now() + PASSKEY_CHALLENGE_TTL * 1000);
    const rows = Object.entries(challenges).map(([purpose, challenge]) => ({
      id,
      purpose: purpose as PasskeyChallengePurpose,
      challenge,
      userId: userId ?? null,
      expiresAt,
    }));
    await this.database.manager.insert(PasskeyChallenge, rows);
    return id;
  }

  /** Of many requests with one id, one gets it. A transaction that the caller passes must commit in every case. */
  async take(
    id: string,
    purpose: PasskeyChallengePurpose,
    manager: EntityManager = this.database.manager,
  ): Promise<Taken | undefined> {
    const [rows] = await manager.query<[{ challenge: string; user_id: string | null }[], number]>(
      `DELETE FROM passkey_challenges WHERE id = $1 AND purpose = $2 AND expires_at > now()
       RETURNING challenge, user_id`,
      [id, purpose],
    );
    const [row] = rows;
    return row && { challenge: row.challenge, userId: row.user_id };
  }

  async purge(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      'DELETE FROM passkey_challenges WHERE expires_at < now()',
    );
    return deleted;
  }
}
