/** Providers of the classes that know nothing of NestJS, so that Express and Fastify use the same. */
import { Logger, type Provider } from '@nestjs/common';
import { AuthOptions, AuthServiceOptions } from './auth.options';
import { Authenticator } from './authentication/authenticator';
import { VerifiedTokenCache } from './authentication/verified-token-cache';
import { EventStreamFollower } from './follower/event-stream-follower';
import { ServiceTokenProvider } from './follower/service-token-provider';
import { RemoteKeySet } from './keys/remote-key-set';
import { VerificationKeys } from './keys/verification-keys';
import { AuthorizationState } from './state/authorization-state';

/** What every application with the guards has. */
export const stateProviders: Provider[] = [
  AuthorizationState,
  VerifiedTokenCache,
  {
    provide: Authenticator,
    inject: [AuthorizationState, VerifiedTokenCache, VerificationKeys, AuthOptions],
    useFactory: (...dependencies: ConstructorParameters<typeof Authenticator>) => new Authenticator(...dependencies),
  },
];

/** What follows the issuer. */
export const followerProviders: Provider[] = [
  {
    provide: RemoteKeySet,
    inject: [AuthServiceOptions],
    useFactory: (options: AuthServiceOptions) => new RemoteKeySet(options, new Logger('RemoteKeySet')),
  },
  { provide: VerificationKeys, useExisting: RemoteKeySet },
  {
    provide: ServiceTokenProvider,
    inject: [AuthServiceOptions],
    useFactory: (options: AuthServiceOptions) => new ServiceTokenProvider(options),
  },
  {
    provide: EventStreamFollower,
    inject: [AuthServiceOptions, ServiceTokenProvider, AuthorizationState, RemoteKeySet],
    useFactory: (
      options: AuthServiceOptions,
      tokens: ServiceTokenProvider,
      state: AuthorizationState,
      keys: RemoteKeySet,
    ) => new EventStreamFollower(options, tokens, state, keys, new Logger('EventStreamFollower')),
  },
];
