/** The embedded PostgreSQL can't be had; the message says why and what to do, in words for people. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
