import { AuthorizationState, type Permissions } from '#auth';
import { ResponseField } from '#platform';
import { permissionsSchema } from '#roles';
import { type Tokens, TokensDto } from '#sessions';
import { type User, UserMapper, UserDto } from '#users';
import { Injectable } from '@nestjs/common';

export class SignInResultDto {
  @ResponseField({ type: UserDto }) user: UserDto;
  @ResponseField({ type: TokensDto }) tokens: TokensDto;
  @ResponseField(permissionsSchema) permissions: Permissions;
}

export class RegistrationResultDto extends SignInResultDto {
  @ResponseField({ example: 'Welcome! Please open the link in the mail that we sent you.' }) message: string;
}

@Injectable()
export class AccountMapper {
  constructor(
    private readonly users: UserMapper,
    private readonly state: AuthorizationState,
  ) {}

  toSignInResult(user: User, roleIds: readonly string[], tokens: Tokens): SignInResultDto {
    return { user: this.users.toOwnUserDto(user, roleIds), tokens, permissions: this.state.permissionsOf({ roleIds }) };
  }
}
