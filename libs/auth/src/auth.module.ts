import { type DynamicModule, Global, Module, type ModuleMetadata } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AuthOptions } from './auth.options';
import { AuthorizationState } from './authorization-state';
import { JwtAuthGuard } from './jwt-auth.guard';
import { JwtStrategy } from './jwt.strategy';
import { PermissionsGuard } from './permissions.guard';
import { VerificationKeys } from './verification-keys';
import { VerifiedTokens } from './verified-tokens';

/** Guards every route of the application: closed unless `@Public()`. */
@Global()
@Module({})
export class AuthModule {
  static forRootAsync(options: {
    imports?: ModuleMetadata['imports'];
    inject?: Exclude<DynamicModule['providers'], undefined>[number][];
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- arguments are what `inject` names
    useFactory: (...args: any[]) => AuthOptions;
  }): DynamicModule {
    return {
      module: AuthModule,
      imports: [PassportModule, ...(options.imports ?? [])],
      providers: [
        { provide: AuthOptions, inject: options.inject as never[], useFactory: options.useFactory },
        AuthorizationState,
        VerificationKeys,
        VerifiedTokens,
        JwtStrategy,
        { provide: APP_GUARD, useClass: JwtAuthGuard },
        { provide: APP_GUARD, useClass: PermissionsGuard },
      ],
      exports: [AuthOptions, AuthorizationState, VerificationKeys],
    };
  }
}
