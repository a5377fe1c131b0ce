import { createClient, type components } from '@collabsphere/client';
import { deviceName } from '../session/device-name';
import { solveChallenge } from '../session/solve-challenge';
import { askForStepUp } from '../session/step-up';

/** The pages and the calls have one origin; the refresh token is in a cookie that scripts can't read. */
export const client = createClient({
  url: '',
  session: 'cookie',
  device: { device_type: 'web', device_name: deviceName() },
  onStepUpRequired: askForStepUp,
  solveChallenge,
});

export type Schemas = components['schemas'];
export type AdminUser = Schemas['AdminUser'];
export type Role = Schemas['Role'];
export type AuditEntry = Schemas['AuditEntry'];
export type PermissionFlag = (typeof permissionFlags)[number];

export const permissionFlags = [
  'can_moderate',
  'can_manage_users',
  'can_manage_roles',
  'can_delete_messages',
  'can_ban_users',
] as const;
