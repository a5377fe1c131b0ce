import { SEND_MAIL } from '#mail';
import type { JobTasks } from '#platform';
import { NOTIFY_USER, PUSH_TO_DEVICE } from '#push';

/** Kinds of jobs as operators know them, and the tasks that they are. */
const tasks = { mail: [SEND_MAIL], push: [PUSH_TO_DEVICE, NOTIFY_USER] } as const;

/** `other` are all other tasks, such as requests for a new password. */
export const jobKinds = ['mail', 'push', 'other'] as const;
export type JobKind = (typeof jobKinds)[number];

export const kindOf = (task: string): JobKind =>
  jobKinds.find((kind) => kind !== 'other' && (tasks[kind] as readonly string[]).includes(task)) ?? 'other';

/** For `FailedJobs`: only these tasks, or all but these. */
export const tasksOf = (kind: JobKind): JobTasks =>
  kind === 'other' ? { except: Object.values(tasks).flat() } : { only: tasks[kind] };
