import { SEND_MAIL } from '#mail';
import { databaseClock, FailedJobs } from '#platform';
import { PresenceService } from '#presence';
import { PUSH_TO_DEVICE } from '#push';
import { ActivityCountsRepository, seriesStart, toSeries } from '#statistics';
import { UserSearchService } from '#users';
import { Injectable } from '@nestjs/common';
import { NodesRepository } from '../nodes/nodes.repository';
import { type StatisticsDto, toActivityPointDto, toNodesSummaryDto } from './statistics.dto';

const HOURS = 24;
const DAYS = 30;

/** What the console's home shows. Each part is one statement; the counts are of rows that are few, or of the last 30 days. */
@Injectable()
export class StatisticsService {
  private inFlight?: Promise<StatisticsDto>;

  constructor(
    private readonly presence: PresenceService,
    private readonly users: UserSearchService,
    private readonly counts: ActivityCountsRepository,
    private readonly jobs: FailedJobs,
    private readonly nodes: NodesRepository,
  ) {}

  /** Consoles that ask at the same moment share one answer, so that they cost no more than one. */
  read(): Promise<StatisticsDto> {
    return (this.inFlight ??= this.compute(databaseClock.now()).finally(() => (this.inFlight = undefined)));
  }

  private async compute(now: number): Promise<StatisticsDto> {
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
