import { CurrentUser, type Principal } from '#auth';
import { ApiAnswer, type RequestMetadata, ReqMetadata } from '#platform';
import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PreferencesService } from './preferences.service';
import { NotificationPreferencesDto, toPreferencesDto } from './preferences.dto';
import { NotificationPreferencesEdit, toPreferencesEdit } from './preferences-edit.dto';

@ApiTags('Notifications')
@ApiBearerAuth()
@Controller('api/notification-preferences')
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  @Get()
  @ApiOperation({
    operationId: 'getNotificationPreferences',
    summary: 'Read the notification preferences',
    description: 'Includes the defaults of settings that the user has not chosen.',
  })
  @ApiAnswer(200, NotificationPreferencesDto)
  async read(@CurrentUser() { userId }: Principal): Promise<NotificationPreferencesDto> {
    return toPreferencesDto(await this.preferences.get(userId));
  }

  @Put()
  @ApiOperation({
    operationId: 'updateNotificationPreferences',
    summary: 'Edit the notification preferences',
    description:
      'Omitted fields stay unchanged; `"quiet_hours": null` removes them. Security mails can not be turned off.',
  })
  @ApiAnswer(200, NotificationPreferencesDto, 'validation_failed')
  async edit(
    @CurrentUser() principal: Principal,
    @Body() edit: NotificationPreferencesEdit,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<NotificationPreferencesDto> {
    return toPreferencesDto(await this.preferences.edit(principal, toPreferencesEdit(edit), metadata));
  }
}
