import { ResponseField, PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ManualStatusValue, manualStatusValues } from './presence';
import { PresenceTracker } from './presence-tracker';

/** The part of presence that users set themselves. */
export class ManualPresence {
  @ResponseField({ enum: manualStatusValues, example: 'dnd' }) status: ManualStatusValue;
  @ResponseField({ type: String, nullable: true, example: 'In a meeting' }) text: string | null;
  @ResponseField({ type: String, format: 'date-time', nullable: true, example: null }) until: string | null;
}

/** Registers the manual status as personal data. The rest of presence is derived and short-lived. */
@Injectable()
export class PresencePersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly tracker: PresenceTracker,
  ) {}

  onModuleInit(): void {
    this.personalData.register('presence', async (userId): Promise<ManualPresence> => {
      const { manualStatus } = await this.tracker.readOwn(userId);
      const { status, text, until } = manualStatus ?? { status: 'online', text: null, until: null };
      return { status, text, until: until === null ? null : new Date(until).toISOString() };
    });
  }
}
