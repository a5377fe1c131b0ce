import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ActivityKind } from './activity-kinds';

/** How often something happened in an hour, in all processes. The hour is the first column of the key: reads are by time. */
@Entity('activity_counts')
export class ActivityCount {
  @PrimaryColumn('timestamp with time zone', { precision: 0 }) hour: Date;
  @PrimaryColumn('text') kind: ActivityKind;
  @Column('bigint') count: string;
}
