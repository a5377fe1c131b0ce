import { PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PreferencesService } from './preferences/preferences.service';
import { toPreferences } from './preferences/preferences.dto';

@Injectable()
export class PushPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly preferences: PreferencesService,
  ) {}

  onModuleInit(): void {
    this.personalData.register('notification_preferences', async (userId) =>
      toPreferences(await this.preferences.of(userId)),
    );
  }
}
