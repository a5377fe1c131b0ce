import { AuthorizationState, type Permissions } from '#auth';
import { ResponseField } from '#platform';
import { permissionsSchema } from '#roles';
import { AccessTokenDto, type CreatedSession, TokensDto } from '#sessions';
import { type User, UserMapper, UserDto } from '#users';
import { Injectable } from '@nestjs/common';
import { OmitType } from '@nestjs/swagger';
import { KnownDeviceTokens } from './sign-in/known-device-tokens';

export class SignInResultDto {
  @ResponseField({ type: UserDto }) user: UserDto;
  @ResponseField({ type: TokensDto }) tokens: TokensDto;
  @ResponseField(permissionsSchema) permissions: Permissions;
  @ResponseField({
    description: 'To be sent at the next sign-in on this device. It is no proof of anything else.',
    example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41.q0w…',
  })
  known_device_token: string;
}

export class RegistrationResultDto extends SignInResultDto {
  @ResponseField({ example: 'Welcome! Please open the link in the mail that we sent you.' }) message: string;
}

/** With `"session": "cookie"`: the other tokens are in cookies. */
export class BrowserSignInResultDto extends OmitType(SignInResultDto, ['tokens', 'known_device_token']) {
  @ResponseField({ type: AccessTokenDto }) tokens: AccessTokenDto;
}

export class BrowserRegistrationResultDto extends OmitType(RegistrationResultDto, ['tokens', 'known_device_token']) {
  @ResponseField({ type: AccessTokenDto }) tokens: AccessTokenDto;
}

@Injectable()
export class AccountMapper {
  constructor(
    private readonly users: UserMapper,
    private readonly state: AuthorizationState,
    private readonly devices: KnownDeviceTokens,
  ) {}

  toSignInResult(user: User, roleIds: readonly string[], { sessionId, tokens }: CreatedSession): SignInResultDto {
    return {
      user: this.users.toOwnUserDto(user, roleIds),
      tokens,
      permissions: this.state.permissionsOf({ roleIds }),
      known_device_token: this.devices.issue(sessionId),
    };
  }
}
