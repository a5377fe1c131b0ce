import { createClient, type components } from '@collabsphere/client';
import { deviceName } from '../session/device-name';
import { solveChallenge } from '../session/solve-challenge';
import { askForStepUp } from '../session/step-up';

/** What the service says in words, such as the names of devices, is in the language of the page. */
const fetchInLanguage: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('accept-language', document.documentElement.lang);
  return fetch(input, { ...init, headers });
};

/** The pages and the calls have one origin; the refresh token is in a cookie that scripts can't read. */
export const client = createClient({
  url: '',
  session: 'cookie',
  device: { device_type: 'web', device_name: deviceName() },
  onStepUpRequired: askForStepUp,
  solveChallenge,
  platform: { fetch: fetchInLanguage },
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
