import type { PermissionFlag, PermissionValue } from '#auth';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('roles')
export class Role implements Record<PermissionFlag, boolean> {
  @PrimaryColumn('uuid') id: string;
  @Column('text') name: string;
  /** Folded: names are unique without regard to case. */
  @Column('text', { name: 'name_key' }) nameKey: string;
  @Column('text') description: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt: Date;
  /** Higher outranks lower. */
  @Column('integer') priority: number;
  @Column('jsonb', { name: 'custom_permissions' }) customPermissions: Record<string, PermissionValue>;
  @Column('boolean') can_moderate: boolean;
  @Column('boolean') can_manage_users: boolean;
  @Column('boolean') can_manage_roles: boolean;
  @Column('boolean') can_delete_messages: boolean;
  @Column('boolean') can_ban_users: boolean;
  @Column('boolean', { name: 'is_system' }) isSystem: boolean;
  /** Rises with each edit; what `ETag` says. */
  @Column('integer') version: number;
}
