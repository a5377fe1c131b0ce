import { databaseClock, type RequestMetadata } from '#platform';
import { AuditLog } from '#audit';
import type { Principal } from '#auth';
import { PresenceService } from '#presence';
import { SessionsService } from '#sessions';
import { ActivityCounter } from '#statistics';
import { Injectable } from '@nestjs/common';
import { User } from '../user.entity';
import { adminProblems } from './admin.errors';
import type { BanRequest } from './bans.dto';
import { HierarchyService } from './hierarchy.service';
import { SuspensionEffects } from './suspension-effects';

@Injectable()
export class BansService {
  constructor(
    private readonly hierarchy: HierarchyService,
    private readonly sessions: SessionsService,
    private readonly effects: SuspensionEffects,
    private readonly presence: PresenceService,
    private readonly audit: AuditLog,
    private readonly activity: ActivityCounter,
  ) {}

  /** @throws {Problem} 403 `cannot_ban_yourself`, `outranked`, 404, 409 `last_owner` */
  async ban(principal: Principal, id: string, { reason, until }: BanRequest, metadata: RequestMetadata): Promise<void> {
    const { userId: actorId } = principal;
    if (actorId === id) throw await this.hierarchy.selfActionProblem(id, adminProblems.cannot_ban_yourself());
    const bannedUntil = until ? new Date(until) : null;
    const revoked = await this.hierarchy.transaction(principal, id, 'can_ban_users', async (manager, context) => {
      await this.hierarchy.assertNotLastOwner(manager, context);
      await manager.update(User, { id }, { bannedAt: databaseClock.date(), bannedUntil, banReason: reason });
      await this.effects.apply(manager, id);
      const revoked = await this.sessions.revoke(manager, id, { except: [] }, 'ban');
      const details = { reason, until: until ?? null };
      await this.audit.record(manager, { action: 'user.ban', actorId, subjectId: id, metadata, details });
      return revoked;
    });
    this.activity.count('bans');
    this.presence.onSessionsRevoked(id, revoked);
  }

  async unban(principal: Principal, id: string, metadata: RequestMetadata): Promise<void> {
    const { userId: actorId } = principal;
    await this.hierarchy.transaction(principal, id, 'can_ban_users', async (manager, { target }) => {
      await manager.update(User, { id }, { bannedAt: null, bannedUntil: null, banReason: null });
      const details = { reason: target.banReason };
      await this.audit.record(manager, { action: 'user.unban', actorId, subjectId: id, metadata, details });
    });
  }
}
