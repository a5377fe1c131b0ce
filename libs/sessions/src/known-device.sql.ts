/** Days that a network counts as known after a sign-in from it. */
const KNOWN_DAYS = 30;

/** Whether the user has signed in from a network; sessions that they did not recognize do not count. */
export const hasSignedInFromSql = (userId: string, network: string) =>
  `EXISTS (SELECT FROM sessions WHERE user_id = ${userId} AND network = ${network} AND disowned_at IS NULL
           AND created_at > now() - interval '${KNOWN_DAYS} days')`;

/** Whether it is a session of the user, live or not, that they have not reported as unrecognized. */
export const isSessionOfSql = (userId: string, sessionId: string) =>
  `EXISTS (SELECT FROM sessions WHERE id = ${sessionId} AND user_id = ${userId} AND disowned_at IS NULL)`;
