import { databaseClock, hashOfToken, newToken, type RequestMetadata, Settings } from '#platform';
import { describeUserAgent, type Device } from '#sessions';
import type { Credentials } from '#users';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, MoreThan } from 'typeorm';
import { MfaRequirement } from '../mfa-requirement';
import { TrustedDevice } from './trusted-device.entity';

/** Devices that need no second factor for a while, if `MFA_TRUSTED_DEVICE_TTL` allows it. */
@Injectable()
export class TrustedDevices {
  constructor(
    private readonly database: DataSource,
    private readonly settings: Settings,
    private readonly requirement: MfaRequirement,
  ) {}

  /** The caller has locked the user's row. @returns the token, which is stored nowhere; none where it is not allowed */
  async trust(
    manager: EntityManager,
    credentials: Credentials,
    device: Device,
    { userAgent }: RequestMetadata,
  ): Promise<string | undefined> {
    if (!this.isAllowed(credentials)) return undefined;
    const token = newToken();
    await manager.insert(TrustedDevice, {
      hash: hashOfToken(token),
      userId: credentials.user.id,
      name: device.name ?? describeUserAgent(userAgent),
      expiresAt: new Date(databaseClock.now() + this.settings.MFA_TRUSTED_DEVICE_TTL * 1000),
    });
    return token;
  }

  /** The caller has locked the user's row. @returns whether the token is of a device that this user trusts now */
  async isTrusted(
    manager: EntityManager,
    credentials: Credentials,
    token: string | null | undefined,
  ): Promise<boolean> {
    if (!token || !this.isAllowed(credentials)) return false;
    const [, affected] = await manager.query<[unknown[], number]>(
      `UPDATE trusted_devices SET last_used_at = now()
       WHERE hash = $1 AND user_id = $2 AND expires_at > now() AND created_at > now() - make_interval(secs => $3)`,
      [hashOfToken(token), credentials.user.id, this.settings.MFA_TRUSTED_DEVICE_TTL],
    );
    return affected === 1;
  }

  list(userId: string): Promise<TrustedDevice[]> {
    return this.database.manager.find(TrustedDevice, {
      where: { userId, expiresAt: MoreThan(databaseClock.date()) },
      order: { createdAt: 'ASC' },
    });
  }

  async removeAll(manager: EntityManager, userId: string): Promise<number> {
    return (await manager.delete(TrustedDevice, { userId })).affected ?? 0;
  }

  async purge(): Promise<number> {
    const [, deleted] = await this.database.query<[unknown, number]>(
      'DELETE FROM trusted_devices WHERE expires_at < now()',
    );
    return deleted;
  }

  private isAllowed({ roleIds }: Credentials): boolean {
    return this.settings.MFA_TRUSTED_DEVICE_TTL > 0 && !this.requirement.appliesTo(roleIds);
  }
}
