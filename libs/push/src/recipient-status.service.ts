import { type Presence, PresenceService } from '#presence';
import { Injectable } from '@nestjs/common';

/** What matters of presence for a notification; who is invisible is `offline` here, as to everybody else. */
export type RecipientStatus = 'online' | 'dnd' | 'offline';

/** Presence of the recipients of a notification. */
@Injectable()
export class RecipientStatusService {
  constructor(private readonly presence: PresenceService) {}

  async statusesOf(userIds: string[]): Promise<Map<string, RecipientStatus>> {
    const seen = await this.presence.getMany(userIds);
    return new Map(userIds.map((id) => [id, statusOf(seen.get(id))]));
  }
}

/** Unknown while Redis is unreachable: then a push is sent, as to offline users. */
function statusOf(presence: Presence | undefined): RecipientStatus {
  if (!presence?.isOnline) return 'offline';
  return presence.status === 'dnd' ? 'dnd' : 'online';
}
