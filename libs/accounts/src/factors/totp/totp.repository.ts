import { databaseClock, SecretBox } from '#platform';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import type { SecondFactor } from '../second-factor';
import { TOTP_SETUP_TTL, TotpSecret } from './totp-secret.entity';

const PURPOSE = 'totp-secrets';

/** The table of secrets; one for each user. */
@Injectable()
export class TotpRepository implements SecondFactor {
  readonly method = 'totp';

  constructor(
    private readonly database: DataSource,
    private readonly secrets: SecretBox,
  ) {}

  isSet(manager: EntityManager, userId: string): Promise<boolean> {
    return manager.existsBy(TotpSecret, { userId, confirmedAt: Not(IsNull()) });
  }

  async removeAll(manager: EntityManager, userId: string): Promise<void> {
    await manager.delete(TotpSecret, { userId });
  }

  find(userId: string, manager: EntityManager = this.database.manager): Promise<TotpSecret | null> {
    return manager.findOneBy(TotpSecret, { userId });
  }

  open({ secret }: TotpSecret): string {
    return this.secrets.open(PURPOSE, secret);
  }

  /** Replaces a secret that was not confirmed. @returns whether it did: a confirmed one stays */
  async insertPending(manager: EntityManager, userId: string, secret: string): Promise<boolean> {
    const rows = await manager.query<unknown[]>(
      `INSERT INTO totp_secrets (user_id, secret) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = now(), last_used_step = 0
         WHERE totp_secrets.confirmed_at IS NULL
       RETURNING 1`,
      [userId, this.secrets.seal(PURPOSE, secret)],
    );
    return rows.length === 1;
  }

  /** The secret that is awaiting its first code. */
  async findPending(userId: string): Promise<TotpSecret | undefined> {
    const found = await this.find(userId);
    const isPending =
      found && !found.confirmedAt && found.createdAt.getTime() > databaseClock.now() - TOTP_SETUP_TTL * 1000;
    return isPending ? found : undefined;
  }

  /** @returns whether the secret was still the pending one */
  async confirm(manager: EntityManager, { userId, secret }: TotpSecret, step: number): Promise<boolean> {
    const { affected } = await manager.update(
      TotpSecret,
      { userId, secret, confirmedAt: IsNull() },
      { confirmedAt: databaseClock.date(), lastUsedStep: String(step) },
    );
    return affected === 1;
  }

  /** Secrets that were never confirmed. */
  async purge(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      'DELETE FROM totp_secrets WHERE confirmed_at IS NULL AND created_at < now() - make_interval(secs => $1)',
      [TOTP_SETUP_TTL],
    );
    return deleted;
  }

  /** Of many requests with one code, one is the first. @returns whether this one is */
  async useStep(manager: EntityManager, userId: string, step: number): Promise<boolean> {
    const [, affected] = await manager.query<[unknown[], number]>(
      `UPDATE totp_secrets SET last_used_step = $2
       WHERE user_id = $1 AND confirmed_at IS NOT NULL AND last_used_step < $2`,
      [userId, step],
    );
    return affected === 1;
  }
}
