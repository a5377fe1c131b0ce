/** What a service may be allowed to do, and what that means to who allows it. */
export const scopeMeanings = {
  'authorization.read': 'Follow the authorization events: all roles, and which sessions and claims no longer hold.',
  'push.send': 'Send notifications to the devices of users.',
} as const;

export type Scope = keyof typeof scopeMeanings;

export const scopes = Object.keys(scopeMeanings) as Scope[];
