/** What a service may be allowed to do, and what that means to who allows it. */
export const scopeDescriptions = {
  'authorization.read': 'Follow the authorization events: all roles, and which sessions and claims no longer hold.',
  'push.send': 'Send notifications to the devices of users.',
} as const;

export type Scope = keyof typeof scopeDescriptions;

export const scopes = Object.keys(scopeDescriptions) as Scope[];
