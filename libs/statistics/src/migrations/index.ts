import { ActivityCounts1795745001000 } from './1795745001000-activity-counts';

export const statisticsMigrations = [ActivityCounts1795745001000];
