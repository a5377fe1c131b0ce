import { Column, Entity, ForeignKey, Index, OneToMany, PrimaryColumn, Unique } from 'typeorm';
import type { Scope } from './scopes';
import { ServiceSecret } from './secrets/service-secret.entity';

/** Another service of the platform, as an OAuth client; its id is its `client_id`. */
@Index('services_created_by', ['createdBy'], { where: 'created_by IS NOT NULL' })
@Unique('services_name_key', ['nameKey'])
@ForeignKey('User', ['createdBy'], ['id'], { name: 'services_created_by_fkey', onDelete: 'SET NULL' })
@Entity('services')
export class Service {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  /** Lower case: names are unique without regard to case. */
  @Column('text', { name: 'name_key' }) nameKey: string;
  @Column('text', { array: true }) scopes: Scope[];
  @Column('timestamp with time zone', { precision: 3, name: 'created_at', default: () => 'now()' }) createdAt: Date;
  /** Null where an operator's command created it, or the account was deleted. */
  @Column('uuid', { name: 'created_by', nullable: true }) createdBy: string | null;
  @OneToMany(() => ServiceSecret, ({ service }) => service) secrets: ServiceSecret[];
}
