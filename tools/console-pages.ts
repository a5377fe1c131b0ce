/** Every page of apps/console for a signed-in user with all permissions. `{user}` is the id of a user. */
export const consolePages: Readonly<Record<string, string>> = {
  home: '/console',
  users: '/console/users',
  user: '/console/users/{user}',
  'user-access': '/console/users/{user}?tab=access',
  'user-sessions': '/console/users/{user}?tab=sessions',
  'user-notes': '/console/users/{user}?tab=notes',
  'user-history': '/console/users/{user}?tab=history',
  roles: '/console/roles',
  invitations: '/console/invitations',
  audit: '/console/audit',
  services: '/console/services',
  queues: '/console/queues',
  keys: '/console/keys',
  settings: '/console/settings',
  profile: '/account',
  security: '/account/security',
  devices: '/account/devices',
  notifications: '/account/notifications',
  data: '/account/data',
  'not-found': '/console/nothing-here',
};

/** What opens above a page, by the name of its button. */
export const consoleDialogs: readonly (readonly [path: string, button: string])[] = [
  ['/console/users', 'Filter'],
  ['/console/users/{user}', 'Ban'],
  ['/console/users/{user}', 'Edit'],
  ['/console/users/{user}?tab=access', 'Give a role'],
  ['/console/roles', 'New role'],
  ['/console/invitations', 'Invite'],
  ['/console/services', 'New service'],
  ['/console/keys', 'Rotate'],
  ['/account/security', 'Set up an authenticator app'],
  ['/account/data', 'Delete my account'],
];

/** Pages without a session. */
export const entryPages: Readonly<Record<string, string>> = {
  'sign-in': '/console',
  setup: '/console/setup/not-a-valid-token',
};

export const schemes = ['light', 'dark'] as const;

/** CSS pixels: a phone and a desktop. */
export const sizes = [
  { width: 375, height: 812 },
  { width: 1440, height: 900 },
] as const;
