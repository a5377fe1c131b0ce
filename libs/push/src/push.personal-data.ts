import { PersonalData } from '#platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PreferencesService } from './preferences/preferences.service';
import { toPreferencesDto } from './preferences/preferences.dto';

@Injectable()
export class PushPersonalData implements OnModuleInit {
  constructor(
    private readonly personalData: PersonalData,
    private readonly preferences: PreferencesService,
  ) {}

  onModuleInit(): void {
    this.personalData.register('notification_preferences', async (userId) =>
      toPreferencesDto(await this.preferences.get(userId)),
    );
  }
}
