import { OwnersService, PasswordHasher } from '#accounts';
import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import type { RequestMetadata } from '#platform';
import { RoleAssignmentsRepository, RoleLookupService, RolesService } from '#roles';
import { AuthorizationListener, SessionsService } from '#sessions';
import { BansService, UserRolesService, UsersService } from '#users';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { bans, devices, PASSWORD, people, roles } from './community';

const DAY_MS = 86_400_000;
export const OWNER_EMAIL = 'olivia.owner@example.com';

/** Makes the community with the services that the API uses, so that hierarchy, events and audit log are as in real use. */
export class Seeder {
  private hash = '';

  constructor(private readonly app: INestApplicationContext) {}

  /** @throws {Problem} 409 `email_taken` where it ran before */
  async run(): Promise<void> {
    await this.get(AuthorizationListener).loadOnce();
    this.hash = await this.get(PasswordHasher).hash(PASSWORD);
    const owner = await this.createOwner();
    for (const { every: _, ...role } of roles) await this.get(RolesService).create(owner, role, metadataOf(0));
    await this.get(AuthorizationListener).loadOnce();
    const ids: string[] = [];
    for (const n of people.keys()) ids.push(await this.createPerson(n));
    for (const [n, id] of ids.entries()) await this.assignRoles(owner, n, id);
    for (const [n, id] of ids.entries()) await this.ban(owner, n, id);
    await this.spreadOverTime();
  }

  private async createOwner(): Promise<Principal> {
    const person = { email: OWNER_EMAIL, username: 'olivia.owner', fullName: 'Olivia Owner', password: PASSWORD };
    await this.get(OwnersService).create(person);
    const { id } = (await this.get(UsersService).findByEmail(OWNER_EMAIL))!;
    const roleIds = [this.get(RoleLookupService).findByName('owner')!.id];
    const sessionId = await this.signIn(id, roleIds, 0);
    const now = Math.floor(Date.now() / 1000);
    return {
      mfaEnrolled: false,
      authenticatedAt: now * 1000,
      methods: ['pwd'],
      userId: id,
      sessionId,
      roleIds,
      emailVerified: true,
      tokenId: sessionId,
      clientId: 'seed',
      keyId: 'seed',
      issuedAt: now,
      expiresAt: now + 600,
    };
  }

  /** With one to three devices; every tenth has not verified the address. */
  private async createPerson(n: number): Promise<string> {
    const { username, fullName, bio } = people[n]!;
    const role = this.get(RoleLookupService).defaultRole();
    const user = await this.get(DataSource).transaction(async (manager) => {
      const person = { email: `${username}@example.com`, username, fullName, bio, passwordHash: this.hash };
      const user = await this.get(UsersService).create(manager, { ...person, emailVerified: n % 10 !== 9 });
      await this.get(RoleAssignmentsRepository).assign(manager, user.id, { role, scope: 'platform' });
      const about = { actorId: user.id, subjectId: user.id, metadata: metadataOf(n) };
      await this.get(AuditLog).record(manager, { action: 'account.register', ...about });
      return user;
    });
    for (let device = 0; device <= n % devices.length; device++) await this.signIn(user.id, [role.id], n, device);
    return user.id;
  }

  private signIn(userId: string, roleIds: string[], n: number, deviceIndex = 0): Promise<string> {
    const { type, name } = devices[deviceIndex]!;
    const metadata = metadataOf(n, deviceIndex);
    return this.get(DataSource).transaction(async (manager) => {
      await this.get(UsersService).lockById(manager, userId);
      const owner = { userId, roleIds, emailVerified: true, mfaEnrolled: false };
      const push = type === 'web' ? null : { kind: 'fcm' as const, token: `seed-${userId}-${type}` };
      const device = { type, name, push };
      const { sessionId } = await this.get(SessionsService).create(manager, owner, device, metadata, {
        methods: ['pwd'],
      });
      const about = { actorId: userId, subjectId: userId, details: { session_id: sessionId }, metadata };
      await this.get(AuditLog).record(manager, { action: 'session.login', ...about });
      return sessionId;
    });
  }

  private async assignRoles(owner: Principal, n: number, id: string): Promise<void> {
    const names = roles.filter(({ every }) => n % every === 1).map(({ name }) => name);
    if (n % 50 === 2) names.push('moderator');
    for (const name of names) await this.get(UserRolesService).assign(owner, id, name, metadataOf(0));
  }

  private async ban(owner: Principal, n: number, id: string): Promise<void> {
    for (const { every, reason, days } of bans) {
      if (n % every !== 3) continue;
      const until = days && new Date(Date.now() + days * DAY_MS).toISOString();
      await this.get(BansService).ban(owner, id, { reason, ...(until && { until }) }, metadataOf(0));
    }
  }

  /** The users of a community do not all register within a minute. The audit log keeps its own times. */
  private async spreadOverTime(): Promise<void> {
    await this.get(DataSource).query(
      `WITH spread AS (
         SELECT id, now() - make_interval(days => (row_number() OVER (ORDER BY id DESC))::int) AS at FROM users
         WHERE email LIKE '%@example.com')
       UPDATE users SET date_joined = spread.at, last_seen = now() - (now() - spread.at) / 30
       FROM spread WHERE users.id = spread.id`,
    );
  }

  private get<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false });
  }
}

const metadataOf = (n: number, device = 0): RequestMetadata => ({
  ip: `198.51.100.${n % 256}`,
  userAgent: devices[device]!.userAgent,
  requestId: `seed-${n}-${device}`,
});
