/**
 * Every lifetime that guards against a token which is out is derived from these and from `ACCESS_TOKEN_TTL`. Seconds,
 * unless a name says otherwise.
 */

/** By which a clock that issues tokens may be ahead of the one that judges them; a token from further on is refused. */
export const MAX_CLOCK_SKEW = 60;

/**
 * An event outlives by this the last token that it contradicts: 60 s for a clock that issues tokens and is ahead of the
 * database's, 60 s for a transaction that commits long after it has written its event (until then tokens go out which
 * do not know of it).
 */
export const EVENT_LEEWAY = MAX_CLOCK_SKEW + 60;

/** What decides how long a token lives; milliseconds since 1970. */
interface TokenLifetime {
  issuedAt: number;
  expiresAt: number;
}

/**
 * When a token ends: what it says itself only shortens what `ACCESS_TOKEN_TTL` allows now.
 * @param ttl as it is set now; `Infinity` where the issuer does not say
 */
export const tokenExpiry = ({ issuedAt, expiresAt }: TokenLifetime, ttl: number): number =>
  Math.min(expiresAt, issuedAt + ttl * 1000);

/** Until when an event has to be remembered that was written, or heard of, at a time; milliseconds since 1970. */
export const eventExpiry = (time: number, ttl: number): number => time + (ttl + EVENT_LEEWAY) * 1000;
