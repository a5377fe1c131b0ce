import type { Follower } from '#sessions';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A serving process, as it last reported itself. */
@Entity('service_nodes')
export class ServiceNode {
  @PrimaryColumn('uuid') id: string;
  @Column('text') host: string;
  @Column('integer') pid: number;
  @Column('timestamp with time zone', { precision: 3, name: 'started_at' }) startedAt: Date;
  @Column('timestamp with time zone', { precision: 3, name: 'reported_at' }) reportedAt: Date;
  /** How old its knowledge of revocations was. */
  @Column('integer', { name: 'stale_ms' }) staleMs: number;
  @Column('integer') sockets: number;
  @Column('jsonb') followers: Follower[];
}
