import type { PermissionValue } from '#auth';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { WithPermissionFlags } from './permission-flags';

class RoleColumns {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  @Column('text') name_key: string;
  @Column('text') description: string;
  @Column('timestamptz') created_at: Date;
  /** Higher outranks lower. */
  @Column('integer') priority: number;
  @Column('jsonb') custom_permissions: Record<string, PermissionValue>;
  @Column('boolean') is_system: boolean;
  /** Incremented by each edit; the `ETag` of the role. */
  @Column('integer') version: number;
}

/** The table, with the names of the wire. Reads use `role_grants(roles)`: all columns except `name_key` and `version`. */
@Entity('roles')
export class Role extends WithPermissionFlags<RoleColumns, boolean>(RoleColumns, () => Column('boolean')) {}
