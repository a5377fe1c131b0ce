import type { IconName } from '../ui/icons';
import type { MessageKey } from '../i18n/messages';
import type { Can } from '../session/permissions';

export interface NavigationItem {
  to: string;
  label: MessageKey;
  icon: IconName;
  /** Left out for who may not read the page. */
  allowed: (can: Can) => boolean;
  exact?: boolean;
}

export const consoleItems = [
  { to: '/console', label: 'nav.home', icon: 'home', allowed: ({ isStaff }) => isStaff, exact: true },
  { to: '/console/users', label: 'nav.users', icon: 'users', allowed: ({ seeUsers }) => seeUsers },
  { to: '/console/roles', label: 'nav.roles', icon: 'shield', allowed: ({ isStaff }) => isStaff },
  { to: '/console/invitations', label: 'nav.invitations', icon: 'mail', allowed: ({ manageUsers }) => manageUsers },
  { to: '/console/audit', label: 'nav.audit', icon: 'log', allowed: ({ manageUsers }) => manageUsers },
  { to: '/console/services', label: 'nav.services', icon: 'services', allowed: ({ manageServices }) => manageServices },
  { to: '/console/queues', label: 'nav.queues', icon: 'queue', allowed: ({ operate }) => operate },
  { to: '/console/keys', label: 'nav.keys', icon: 'key', allowed: ({ operate }) => operate },
  { to: '/console/settings', label: 'nav.settings', icon: 'settings', allowed: ({ operate }) => operate },
] as const satisfies NavigationItem[];

export const accountItems = [
  { to: '/account', label: 'nav.profile', icon: 'user', allowed: () => true, exact: true },
  { to: '/account/security', label: 'nav.security', icon: 'lock', allowed: () => true },
  { to: '/account/devices', label: 'nav.devices', icon: 'device', allowed: () => true },
  { to: '/account/notifications', label: 'nav.notifications', icon: 'bell', allowed: () => true },
  { to: '/account/data', label: 'nav.data', icon: 'download', allowed: () => true },
] as const satisfies NavigationItem[];
