export { isOwner, mayGive, mayTouchRole, mayTouchUser, rankOf } from './hierarchy.policy';
export { Roles1763856002000 } from './migrations/1763856002000-roles';
export { Role } from './role.entity';
export { roleProblems } from './roles.errors';
export { RolesModule } from './roles.module';
export { RolesService } from './roles.service';
export { permissionsSchema, RoleWire, toRoleWire } from './roles.wire';
