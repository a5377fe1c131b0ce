export { isOwner, mayAssign, mayUnassign, mayManageRole, mayManageUser, highestPriority } from './hierarchy.policy';
export { Roles1763856002000 } from './migrations/1763856002000-roles';
export { PermissionValues1764200001000 } from './migrations/1764200001000-permission-values';
export { Role } from './role.entity';
export { findRolesByUserIds } from './role-holders';
export { roleProblems } from './roles.errors';
export { RolesModule } from './roles.module';
export { RolesService } from './roles.service';
export { permissionsSchema, RoleDto, toRoleDto } from './roles.dto';
