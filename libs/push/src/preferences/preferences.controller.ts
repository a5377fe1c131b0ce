import { CurrentUser, type Principal } from '#auth';
import { Answer, type Client, FromClient } from '#platform';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PreferencesService } from './preferences.service';
import { fromPreferences, PreferencesEditWire, PreferencesWire, toPreferences } from './preferences.wire';

@ApiTags('Notifications')
@ApiBearerAuth()
@Controller('api/notification-preferences')
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  @Get()
  @ApiOperation({
    operationId: 'getNotificationPreferences',
    summary: 'How one wants to hear of things',
    description: 'With the defaults where nothing was chosen.',
  })
  @Answer(200, PreferencesWire)
  async read(@CurrentUser() { userId }: Principal): Promise<PreferencesWire> {
    return toPreferences(await this.preferences.of(userId));
  }

  @Put()
  @ApiOperation({
    operationId: 'updateNotificationPreferences',
    summary: 'Choose how to hear of things',
    description:
      'What is left out stays; `"quiet_hours": null` ends them. Mails about security can not be switched off.',
  })
  @Answer(200, PreferencesWire, 'validation_failed')
  async edit(
    @CurrentUser() principal: Principal,
    @Body() edit: PreferencesEditWire,
    @FromClient() client: Client,
  ): Promise<PreferencesWire> {
    return toPreferences(await this.preferences.edit(principal, fromPreferences(edit), client));
  }
}
