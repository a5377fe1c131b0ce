import { AuthorizationState, type Permissions } from '#auth';
import { Out } from '#platform';
import { permissionsSchema } from '#roles';
import { type Tokens, TokensWire } from '#sessions';
import { type User, UserMapper, UserWire } from '#users';
import { Injectable } from '@nestjs/common';

export class SignedInWire {
  @Out({ type: UserWire }) user: UserWire;
  @Out({ type: TokensWire }) tokens: TokensWire;
  @Out(permissionsSchema) permissions: Permissions;
}

export class RegisteredWire extends SignedInWire {
  @Out({ example: 'Welcome! Please open the link in the mail that we sent you.' }) message: string;
}

@Injectable()
export class AccountMapper {
  constructor(
    private readonly users: UserMapper,
    private readonly state: AuthorizationState,
  ) {}

  toSignedIn(user: User, roleIds: readonly string[], tokens: Tokens): SignedInWire {
    return { user: this.users.toSelf(user, roleIds), tokens, permissions: this.state.permissionsOf({ roleIds }) };
  }
}
