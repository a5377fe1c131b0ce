import { RequireAnyPermission } from '#auth';
import { ApiAnswer } from '#platform';
import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { StatisticsDto } from './statistics.dto';
import { StatisticsService } from './statistics.service';

@ApiTags('Operations')
@ApiBearerAuth()
@Controller('api/statistics')
export class StatisticsController {
  constructor(private readonly statistics: StatisticsService) {}

  @Get()
  @RequireAnyPermission('can_manage_users', 'can_moderate', 'can_ban_users')
  @ApiOperation({
    operationId: 'getStatistics',
    summary: 'Numbers of the service',
    description: 'Counts only, of no person. Counts by the hour are up to 10 s behind, those of processes 5 s.',
  })
  @ApiAnswer(200, StatisticsDto)
  read(): Promise<StatisticsDto> {
    return this.statistics.read();
  }
}
