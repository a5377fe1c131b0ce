import { PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PresenceStore } from './presence-store';

/** What people have said of themselves; the rest of presence is what the moment makes of it. */
@Injectable()
export class PresencePersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly store: PresenceStore,
  ) {}

  onModuleInit(): void {
    this.personalData.register('presence', async (userId) => {
      const { choice } = await this.store.own(userId);
      const { status, text, until } = choice ?? { status: 'online', text: null, until: null };
      return { status, text, until: until === null ? null : new Date(until).toISOString() };
    });
  }
}
