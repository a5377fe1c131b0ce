import { RequirePermissions } from '#auth';
import { ApiAnswer, SettingsCatalogue } from '#platform';
import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OPERATE } from '../operator-permission';
import { SettingsDto, toSettingDto } from './settings.dto';

@RequirePermissions(OPERATE)
@ApiTags('Operations')
@ApiBearerAuth()
@Controller('api/settings')
export class SettingsController {
  constructor(private readonly catalogue: SettingsCatalogue) {}

  @Get()
  @ApiOperation({
    operationId: 'listSettings',
    summary: 'The settings that this process was started with',
    description: 'Of secrets only whether they are set. Settings are changed in the environment.',
  })
  @ApiAnswer(200, SettingsDto)
  list(): SettingsDto {
    return { items: this.catalogue.list().map(toSettingDto) };
  }
}
