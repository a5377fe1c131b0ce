import type { JobCounts } from '#platform';
import { ResponseField } from '#platform';
import type { ActivityKind, ActivityPoint } from '#statistics';
import type { NodesSummary } from '../nodes/nodes.repository';

const Count = (description: string, example: number) => ResponseField({ description, example });

/** What happened in an hour or a day, in all processes. */
export class ActivityPointDto implements Record<ActivityKind, number> {
  @ResponseField({
    format: 'date-time',
    description: 'When the hour or the day (UTC) begins.',
    example: '2026-11-23T09:00:00.000Z',
  })
  from: string;
  @Count('Sessions that were started by a sign-in.', 120) sign_ins: number;
  @Count('Wrong passwords, codes and passkeys.', 7) sign_in_failures: number;
  @Count('New accounts.', 3) registrations: number;
  @Count('Bans.', 1) bans: number;
  @Count('Pushes that a provider has accepted.', 45) pushes_sent: number;
  @Count('Pushes that were given up.', 0) pushes_failed: number;
}

export class QueueDto implements JobCounts {
  @Count('Not tried yet.', 2) waiting: number;
  @Count('Failed, and tried again later.', 0) retrying: number;
  @Count('Given up; see `GET /api/failed-jobs`.', 0) failed: number;
}

export class NodesSummaryDto {
  @Count('Serving processes.', 2) running: number;
  @Count('Processes that have stopped reporting themselves within the last hour.', 0) lost: number;
  @Count('Open sockets of users.', 128) sockets: number;
  @Count('How old the knowledge of revocations is in the process that is furthest behind.', 340) max_stale_ms: number;
}

export class FollowersSummaryDto {
  @Count('Open streams of authorization events.', 3) connected: number;
  @Count('Age of the oldest event that a follower has not read.', 0) max_lag_ms: number;
}

export class StatisticsDto {
  @ResponseField({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' }) at: string;
  @Count('Users who are online.', 57) online: number;
  @Count('Users who are banned.', 4) banned: number;
  @ResponseField({ type: [ActivityPointDto], description: '24 hours, the oldest first; the last one is not over yet.' })
  last_24_hours: ActivityPointDto[];
  @ResponseField({ type: [ActivityPointDto], description: '30 days, the oldest first; the last one is not over yet.' })
  last_30_days: ActivityPointDto[];
  @ResponseField({ type: QueueDto }) mails: QueueDto;
  @ResponseField({ type: QueueDto }) pushes: QueueDto;
  @ResponseField({ type: NodesSummaryDto }) nodes: NodesSummaryDto;
  @ResponseField({ type: FollowersSummaryDto }) followers: FollowersSummaryDto;
}

export const toActivityPointDto = ({ from, ...counts }: ActivityPoint): ActivityPointDto => ({
  from: from.toISOString(),
  sign_ins: counts.sign_ins,
  sign_in_failures: counts.sign_in_failures,
  registrations: counts.registrations,
  bans: counts.bans,
  pushes_sent: counts.pushes_sent,
  pushes_failed: counts.pushes_failed,
});

export const toNodesSummaryDto = ({ running, lost, sockets, maxStaleMs }: NodesSummary): NodesSummaryDto => ({
  running,
  lost,
  sockets,
  max_stale_ms: maxStaleMs,
});
