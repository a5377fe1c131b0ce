/**
 * Numbers of PostgreSQL's advisory locks, one for each critical section. All processes on a database must agree on them,
 * so a number never changes.
 */
export const advisoryLocks = {
  migrations: 7_204_110_001,
  signingKeyRotation: 7_204_110_002,
  ownerCreation: 7_204_110_003,
  ownerRemoval: 7_204_110_004,
  /** Taken by the SQL function `audit_erase`. */
  auditErasure: 7_204_110_005,
  webPushKeyCreation: 7_204_110_006,
  roleAssignments: 7_204_110_007,
  /** Held by the process that deletes or erases what is older than its retention period. */
  retention: 7_204_110_008,
  /** Held by the command that imports accounts. */
  accountImport: 7_204_110_009,
  /** Taken by the SQL function `audit_add_partitions`. */
  auditPartitions: 7_204_110_010,
  /** Taken by the SQL functions `authorization_events_add_partitions` and `authorization_events_drop_expired`. */
  authorizationEventPartitions: 7_204_110_011,
  /** Held by the process that owns the embedded server, on its database `postgres`. */
  embeddedPostgresOwner: 2_026_181_920,
} as const;
