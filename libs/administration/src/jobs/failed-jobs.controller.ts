import { CurrentUser, type Principal, RequirePermissions } from '#auth';
import {
  ApiAnswer,
  cursorParts,
  DEFAULT_LIMIT,
  FailedJobs,
  type Page,
  PageDto,
  parseCursor,
  ReqMetadata,
  type RequestMetadata,
  toPage,
} from '#platform';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OPERATE } from '../operator-permission';
import { FailedJobDto, FailedJobsQuery, JobRetry, RetriedJobsDto, toFailedJobDto } from './failed-jobs.dto';
import { FailedJobsService } from './failed-jobs.service';
import { tasksOf } from './job-kinds';

@RequirePermissions(OPERATE)
@ApiTags('Operations')
@ApiBearerAuth()
@Controller('api/failed-jobs')
export class FailedJobsController {
  constructor(
    private readonly jobs: FailedJobs,
    private readonly service: FailedJobsService,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'listFailedJobs',
    summary: 'List mails, pushes and other jobs that have failed',
    description:
      'Those that are tried again and those that are given up; the oldest first. A push that a provider postpones is not one of them.',
  })
  @ApiAnswer(200, PageDto(FailedJobDto), 'validation_failed')
  async list(@Query() { limit = DEFAULT_LIMIT, cursor, kind }: FailedJobsQuery): Promise<Page<FailedJobDto>> {
    const [after] = parseCursor(cursor, [cursorParts.bigint]) ?? [];
    const tasks = kind ? tasksOf(kind) : { except: [] };
    return toPage(await this.jobs.list(tasks, { limit: limit + 1, after }), limit, ({ id }) => [id], toFailedJobDto);
  }

  @Post('retry')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'retryFailedJobs',
    summary: 'Try failed jobs again',
    description: 'With the full number of attempts, the first one now.',
  })
  @ApiAnswer(200, RetriedJobsDto, 'validation_failed')
  async retry(
    @CurrentUser() principal: Principal,
    @Body() retry: JobRetry,
    @ReqMetadata() metadata: RequestMetadata,
  ): Promise<RetriedJobsDto> {
    return { retried: await this.service.retry(principal, retry, metadata) };
  }
}
