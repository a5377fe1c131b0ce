/** What is counted by the hour. The names are stored, so a name never changes. */
export const activityKinds = [
  'sign_ins',
  'sign_in_failures',
  'registrations',
  'bans',
  'pushes_sent',
  'pushes_failed',
] as const;

export type ActivityKind = (typeof activityKinds)[number];
