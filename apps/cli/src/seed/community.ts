import { type PermissionFlag, permissionFlags, type CustomPermissionValue } from '#auth';
import type { DeviceType } from '#presence';

export const PASSWORD = 'correct horse battery';

const givenNames =
  'Ada Amir Anna Bao Carlos Chloé Dilan Elif Emeka Fatou Grace Hana Ines Ivan Jamila Jonas Kofi Lena Luca Mei';
const familyNames = 'Lovelace Okafor Schmidt Yilmaz Rossi Tanaka Novak Silva Haddad Jensen';

/** 200 people: every given name with every family name. */
export const people = givenNames.split(' ').flatMap((given) =>
  familyNames.split(' ').map((family) => ({
    username: `${given}.${family}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase(),
    fullName: `${given} ${family}`,
    bio: `${given} is here to work with ${family.length % 2 ? 'the design team' : 'the platform team'}.`,
  })),
);

const noFlags = Object.fromEntries(permissionFlags.map((flag) => [flag, false])) as Record<PermissionFlag, boolean>;

interface SeedRole extends Record<PermissionFlag, boolean> {
  name: string;
  description: string;
  priority: number;
  custom_permissions?: Record<string, CustomPermissionValue>;
  every: number;
}

/** Custom roles, and every how many people have one. */
export const roles: SeedRole[] = [
  {
    ...noFlags,
    name: 'community manager',
    description: 'Runs the community.',
    priority: 60,
    can_manage_users: true,
    can_ban_users: true,
    can_moderate: true,
    every: 67,
  },
  {
    ...noFlags,
    name: 'support',
    description: 'Answers questions of users.',
    priority: 30,
    can_moderate: true,
    custom_permissions: { 'tickets.answer': true, 'tickets.limit': 50 },
    every: 23,
  },
  {
    ...noFlags,
    name: 'beta tester',
    description: 'Sees what is new first.',
    priority: 10,
    custom_permissions: { beta: true },
    every: 9,
  },
];

/** Every how many people are banned, and why. */
export const bans = [
  { every: 41, reason: 'Spam in three channels.', days: undefined },
  { every: 53, reason: 'Insulted a moderator.', days: 7 },
];

export const devices: { type: DeviceType; name: string; userAgent: string }[] = [
  {
    type: 'web',
    name: 'Work laptop',
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
  },
  { type: 'ios', name: 'Phone', userAgent: 'CollabSphere/5.2 (iPhone; iOS 19.1)' },
  { type: 'android', name: 'Tablet', userAgent: 'CollabSphere/5.2 (Android 16; Pixel Tablet)' },
];
