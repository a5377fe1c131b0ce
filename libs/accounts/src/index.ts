export { AccountsModule } from './accounts.module';
export { OneTimeToken, type OneTimeTokenPurpose } from './one-time-tokens/one-time-token.entity';
export { OneTimeTokensService } from './one-time-tokens/one-time-tokens.service';
export { CreateOwnerDto } from './create-owner.dto';
export { type NewOwner, OwnersService } from './owners.service';
export { passwordFaults } from './passwords/password.policy';
export { accountSettings } from './accounts.settings';
export { PasswordHasher } from './passwords/password-hasher';
export { accountsMigrations, OneTimeTokenVersion1764200003001 } from './migrations';
