import { Roles1763856002000 } from './1763856002000-roles';
import { PermissionValues1764200001000 } from './1764200001000-permission-values';
import { RoleGrants1764200007000 } from './1764200007000-role-grants';
import { RoleNameSkeletons1764201000001 } from './1764201000001-role-name-skeletons';
import { MfaClaim1795731201000 } from './1795731201000-mfa-claim';

export { PermissionValues1764200001000, RoleNameSkeletons1764201000001 };

export const rolesMigrations = [
  Roles1763856002000,
  PermissionValues1764200001000,
  RoleGrants1764200007000,
  RoleNameSkeletons1764201000001,
  MfaClaim1795731201000,
];
