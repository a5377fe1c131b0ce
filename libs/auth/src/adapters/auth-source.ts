import { type AuthLogger, type AuthOptions, type AuthServiceOptions, toAuthOptions } from '../auth.options';
import { EventStreamFollower, type FollowerStats } from '../follower/event-stream-follower';
import { ServiceTokenProvider } from '../follower/service-token-provider';
import { RemoteKeySet } from '../keys/remote-key-set';
import type { VerificationKeys } from '../keys/verification-keys';
import { AuthorizationState } from '../state/authorization-state';

/** Where keys, roles and revocations come from: CollabSphere Auth, or in tests `TestAuth`. */
export interface AuthSource {
  readonly options: AuthOptions;
  readonly keys: VerificationKeys;
  readonly state: AuthorizationState;
  readonly stats: FollowerStats;
  /** Resolves when the state is complete for the first time. */
  whenReady(): Promise<void>;
  close(): void;
}

/**
 * Follows CollabSphere Auth from now on.
 * @throws {Error} for an issuer that is no URL of HTTP, or missing credentials
 */
export function followIssuer(options: AuthServiceOptions, logger?: AuthLogger): AuthSource {
  validate(options);
  const state = new AuthorizationState();
  const closing = new AbortController();
  const keys = new RemoteKeySet(options, logger, closing.signal);
  const tokens = new ServiceTokenProvider(options, closing.signal);
  const follower = new EventStreamFollower(options, tokens, state, keys, logger);
  follower.start();
  return {
    options: toAuthOptions(options),
    keys,
    state,
    stats: follower.stats,
    whenReady: () => follower.whenReady(),
    close() {
      follower.stop();
      closing.abort();
    },
  };
}

/** Environment variables that are not set are found here, and not by a service that answers 503. */
function validate({ issuer, credentials }: AuthServiceOptions): void {
  if (!URL.canParse(issuer) || !/^https?:$/.test(new URL(issuer).protocol))
    throw new Error('the option issuer must be the URL of CollabSphere Auth');
  for (const name of ['clientId', 'clientSecret'] as const)
    if (typeof credentials?.[name] !== 'string' || credentials[name] === '')
      throw new Error(`the option credentials.${name} is missing`);
}
