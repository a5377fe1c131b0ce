import { SEND_MAIL } from '#mail';
import { FailedJobs } from '#platform';
import { PresenceService } from '#presence';
import { PUSH_TO_DEVICE } from '#push';
import { ActivityCountsRepository, seriesStart, toSeries } from '#statistics';
import { UserSearchService } from '#users';
import { Injectable } from '@nestjs/common';
import { NodesRepository } from '../nodes/nodes.repository';
import { type StatisticsDto, toActivityPointDto, toNodesSummaryDto } from './statistics.dto';

const HOURS = 24;
const DAYS = 30;

/** What the console's home shows. Each part is one statement. */
@Injectable()
export class StatisticsService {
  constructor(
    private readonly presence: PresenceService,
    private readonly users: UserSearchService,
    private readonly counts: ActivityCountsRepository,
    private readonly jobs: FailedJobs,
    private readonly nodes: NodesRepository,
  ) {}

  async read(now = Date.now()): Promise<StatisticsDto> {
    const [online, banned, counts, jobs, nodes] = await Promise.all([
      this.presence.listOnlineUserIds(),
      this.users.countBanned(),
      this.counts.since(new Date(seriesStart('day', DAYS, now))),
      this.jobs.countByTask([SEND_MAIL, PUSH_TO_DEVICE]),
      this.nodes.summarize(),
    ]);
    return {
      at: new Date(now).toISOString(),
      online: online.length,
      banned,
      last_24_hours: toSeries(counts, 'hour', HOURS, now).map(toActivityPointDto),
      last_30_days: toSeries(counts, 'day', DAYS, now).map(toActivityPointDto),
      mails: jobs.get(SEND_MAIL)!,
      pushes: jobs.get(PUSH_TO_DEVICE)!,
      nodes: toNodesSummaryDto(nodes),
      followers: { connected: nodes.followers, max_lag_ms: nodes.maxFollowerLagMs },
    };
  }
}
