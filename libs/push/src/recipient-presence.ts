import { type Presence, PresenceService } from '#presence';
import { Injectable } from '@nestjs/common';

/** What matters of presence for a notification; who is invisible is `offline` here, as to everybody else. */
export type RecipientStatus = 'online' | 'dnd' | 'offline';

/** Whether those who are to be told something are there. */
@Injectable()
export class RecipientPresence {
  constructor(private readonly presence: PresenceService) {}

  async of(userIds: string[]): Promise<Map<string, RecipientStatus>> {
    const seen = await this.presence.getMany(userIds);
    return new Map(userIds.map((id) => [id, statusOf(seen.get(id))]));
  }
}

/** Of whom nothing is known, while Redis is away, a push is the surer way. */
function statusOf(presence: Presence | undefined): RecipientStatus {
  if (!presence?.isOnline) return 'offline';
  return presence.status === 'dnd' ? 'dnd' : 'online';
}
