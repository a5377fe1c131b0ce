import { Column, Entity, ForeignKey, Index, OneToMany, PrimaryColumn, Unique } from 'typeorm';
import type { Scope } from './scopes';
import { ServiceSecret } from './secrets/service-secret.entity';

/** Another service of the platform, as an OAuth client; its id is its `client_id`. */
@Index('services_created_by', ['createdBy'], { where: 'created_by IS NOT NULL' })
@Unique('services_name_key', ['nameKey'])
@Unique('services_name_skeleton_key', ['nameSkeleton'])
@Unique('services_name_upper_skeleton_key', ['nameUpperSkeleton'])
@ForeignKey('User', ['createdBy'], ['id'], { name: 'services_created_by_fkey', onDelete: 'SET NULL' })
@Entity('services')
export class Service {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  /** Names are unique without regard to case. */
  @Column('text', { name: 'name_key' }) nameKey: string;
  /** What looks like it (`NameSkeletons`). Null where another service had such a name before. */
  @Column('text', { name: 'name_skeleton', select: false, nullable: true }) nameSkeleton: string | null;
  @Column('text', { name: 'name_upper_skeleton', select: false, nullable: true }) nameUpperSkeleton: string | null;
  @Column('text', { array: true }) scopes: Scope[];
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  /** Null where an operator's command created it, or the account was deleted. */
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  @OneToMany(() => ServiceSecret, ({ service }) => service) secrets: ServiceSecret[];
}
