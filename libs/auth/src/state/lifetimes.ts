/**
 * The lifetimes of everything that can contradict an issued token are derived from these and from `ACCESS_TOKEN_TTL`.
 * Seconds, unless a name says otherwise.
 */

/** How far the clock that issues tokens may be ahead of the one that verifies them. Tokens from further ahead are refused. */
export const MAX_CLOCK_SKEW = 60;

/**
 * How long an event outlives the last token that it contradicts: 60 s for an issuing clock that is ahead of the
 * database's, and 60 s for a transaction that commits long after it has written its event (until then tokens are issued
 * that do not contain the change).
 */
export const EVENT_LEEWAY = MAX_CLOCK_SKEW + 60;

/** Milliseconds since 1970. */
interface TokenLifetime {
  issuedAt: number;
  expiresAt: number;
}

/**
 * When a token expires: its own `exp` can only shorten what `ACCESS_TOKEN_TTL` allows now.
 * @param ttl as it is set now; `Infinity` if the issuer does not say
 */
export const tokenExpiry = ({ issuedAt, expiresAt }: TokenLifetime, ttl: number): number =>
  Math.min(expiresAt, issuedAt + ttl * 1000);

/** Until when an event must be kept that was written or received at `time`; milliseconds since 1970. */
export const eventExpiry = (time: number, ttl: number): number => time + (ttl + EVENT_LEEWAY) * 1000;
