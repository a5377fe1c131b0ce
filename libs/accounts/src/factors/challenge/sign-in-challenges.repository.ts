import { databaseClock, hashOfToken, newToken, SecretBox } from '#platform';
import type { Device } from '#sessions';
import type { Credentials } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { MAX_CHALLENGE_ATTEMPTS, SIGN_IN_CHALLENGE_TTL, SignInChallenge } from './sign-in-challenge.entity';

const PURPOSE = 'sign-in-challenges';

@Injectable()
export class SignInChallengesRepository {
  constructor(
    private readonly database: DataSource,
    private readonly secrets: SecretBox,
  ) {}

  /** @returns the token, which is stored nowhere */
  async insert(
    manager: EntityManager,
    { user, version }: Credentials,
    { device, webauthnChallenge }: { device: Device; webauthnChallenge?: string },
  ): Promise<string> {
    const token = newToken();
    await manager.insert(SignInChallenge, {
      hash: hashOfToken(token),
      userId: user.id,
      credentialVersion: version,
      deviceType: device.type ?? null,
      deviceName: device.name ?? null,
      deviceToken: device.push ? this.secrets.seal(PURPOSE, device.push.token) : null,
      webauthnChallenge: webauthnChallenge ?? null,
      expiresAt: new Date(databaseClock.now() + SIGN_IN_CHALLENGE_TTL * 1000),
    });
    return token;
  }

  /** One that is live and has attempts left. */
  async findOpen(token: string): Promise<SignInChallenge | null> {
    const isLive = { hash: hashOfToken(token), expiresAt: MoreThan(databaseClock.date()) };
    const found = await this.database.manager.findOneBy(SignInChallenge, isLive);
    return found && found.attempts < MAX_CHALLENGE_ATTEMPTS ? found : null;
  }

  /** Before the proof is verified, so that parallel attempts can't be more. @returns how many are left, `undefined` where this is one too many */
  async countAttempt({ hash }: SignInChallenge): Promise<number | undefined> {
    const [[row]] = await this.database.query<[{ attempts: number }[], number]>(
      `UPDATE sign_in_challenges SET attempts = attempts + 1
       WHERE hash = $1 AND attempts < $2 AND expires_at > now() RETURNING attempts`,
      [hash, MAX_CHALLENGE_ATTEMPTS],
    );
    return row && MAX_CHALLENGE_ATTEMPTS - row.attempts;
  }

  /** The caller has locked the user's row. @returns whether it was still there */
  async consume(manager: EntityManager, { hash }: SignInChallenge): Promise<boolean> {
    const { affected } = await manager.delete(SignInChallenge, { hash });
    return affected === 1;
  }

  deviceOf({ deviceType, deviceName, deviceToken }: SignInChallenge): Device {
    const push = deviceToken ? { kind: 'fcm' as const, token: this.secrets.open(PURPOSE, deviceToken) } : null;
    return { push, type: deviceType, name: deviceName };
  }

  async purge(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      'DELETE FROM sign_in_challenges WHERE expires_at < now()',
    );
    return deleted;
  }
}
