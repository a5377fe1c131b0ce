import { type DynamicModule, Global, Module, type ModuleMetadata, type Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Authenticator } from './authentication/authenticator';
import { AuthOptions, AuthServiceOptions, toAuthOptions } from './auth.options';
import { followerProviders, stateProviders } from './auth.providers';
import { AuthorizationState } from './state/authorization-state';
import { EventStreamFollower } from './follower/event-stream-follower';
import { JwtAuthGuard } from './guards/jwt-auth.guard';
import { JwtStrategy } from './authentication/jwt.strategy';
import { LiveSockets } from './sockets/live-sockets';
import { PermissionsGuard } from './guards/permissions.guard';
import { ServiceTokenProvider } from './follower/service-token-provider';
import { RecentAuthGuard } from './guards/recent-auth.guard';
import { VerificationKeys } from './keys/verification-keys';

interface AsyncOptions<Options> {
  imports?: ModuleMetadata['imports'];
  inject?: Exclude<DynamicModule['providers'], undefined>[number][];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- arguments are the providers in `inject`
  useFactory: (...args: any[]) => Options | Promise<Options>;
}

/** Guards every route of the application; only routes with `@Public()` are open. */
@Global()
@Module({})
export class AuthModule {
  /** For a service: keys and authorization events come from CollabSphere Auth. */
  static forRoot(options: AuthServiceOptions): DynamicModule {
    return AuthModule.forRootAsync({ useFactory: () => options });
  }

  /** The same, with options from a configuration service. */
  static forRootAsync(options: AsyncOptions<AuthServiceOptions>): DynamicModule {
    return moduleWithGuards(
      [
        { provide: AuthServiceOptions, inject: options.inject as never[], useFactory: options.useFactory },
        {
          provide: AuthOptions,
          inject: [AuthServiceOptions],
          useFactory: (given: AuthServiceOptions): AuthOptions =>
            toAuthOptions({ ...given, onRequestAuthenticated: given.onRequestAuthenticated ?? given.seen }),
        },
        ...followerProviders,
      ],
      [ServiceTokenProvider, EventStreamFollower],
      options.imports,
    );
  }

  /** For the issuer itself, which feeds `VerificationKeys` and `AuthorizationState` from its own database. */
  static forIssuer(options: AsyncOptions<AuthOptions>): DynamicModule {
    return moduleWithGuards(
      [{ provide: AuthOptions, inject: options.inject as never[], useFactory: options.useFactory }, VerificationKeys],
      [],
      options.imports,
    );
  }
}

function moduleWithGuards(
  source: Provider[],
  exported: DynamicModule['exports'],
  imports: ModuleMetadata['imports'] = [],
): DynamicModule {
  return {
    module: AuthModule,
    imports,
    providers: [
      ...source,
      ...stateProviders,
      LiveSockets,
      JwtStrategy,
      { provide: APP_GUARD, useClass: JwtAuthGuard },
      { provide: APP_GUARD, useClass: PermissionsGuard },
      { provide: APP_GUARD, useClass: RecentAuthGuard },
    ],
    exports: [AuthOptions, AuthorizationState, VerificationKeys, Authenticator, LiveSockets, ...(exported ?? [])],
  };
}
