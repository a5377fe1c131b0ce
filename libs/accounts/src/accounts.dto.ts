import { AuthorizationState, type Permissions } from '#auth';
import { Out } from '#platform';
import { permissionsSchema } from '#roles';
import { type Tokens, TokensDto } from '#sessions';
import { type User, UserMapper, UserDto } from '#users';
import { Injectable } from '@nestjs/common';

export class SignInResultDto {
  @Out({ type: UserDto }) user: UserDto;
  @Out({ type: TokensDto }) tokens: TokensDto;
  @Out(permissionsSchema) permissions: Permissions;
}

export class RegistrationResultDto extends SignInResultDto {
  @Out({ example: 'Welcome! Please open the link in the mail that we sent you.' }) message: string;
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
