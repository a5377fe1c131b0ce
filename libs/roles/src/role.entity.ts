import type { CustomPermissionValue } from '#auth';
import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { WithPermissionFlags } from './permission-flags';

class RoleColumns {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') name_key: string;
  /** What looks like it (`NameSkeletons`). Null where another role had such a name before. */
  @Column('text', { nullable: true }) name_skeleton: string | null;
  @Column('text', { nullable: true }) name_upper_skeleton: string | null;
  @Column('text', { default: '' }) description: string;
  @Column('timestamp with time zone', { precision: 3, default: () => 'now()' }) created_at: Date;
  /** Higher outranks lower. */
  @Column('integer', { default: 0 }) priority: number;
  @Column('jsonb', { default: {} }) custom_permissions: Record<string, CustomPermissionValue>;
  @Column('boolean', { default: false }) is_system: boolean;
  /** Its holders can do nothing without a second factor but set one. */
  @Column('boolean', { default: false }) require_mfa: boolean;
  /** Incremented by each edit; the `ETag` of the role. */
  @Column('integer', { default: 1 }) version: number;
}

/** The table, with the names of the wire. Reads use `role_grants(roles)`: all columns except `version` and what is derived from the name. */
@Index('roles_priority', { synchronize: false })
@Unique('roles_name_key', ['name_key'])
@Unique('roles_name_skeleton_key', ['name_skeleton'])
@Unique('roles_name_upper_skeleton_key', ['name_upper_skeleton'])
@Entity('roles')
export class Role extends WithPermissionFlags<RoleColumns, boolean>(RoleColumns, () =>
  Column('boolean', { default: false }),
) {}
