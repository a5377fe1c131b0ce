export { AccountsModule } from './accounts.module';
export { OneTimeTokens1763856005000 } from './migrations/1763856005000-one-time-tokens';
export { OneTimeTokenVersion1764200003001 } from './migrations/1764200003001-one-time-token-version';
export { EmailChangeSession1764200008000 } from './migrations/1764200008000-email-change-session';
export { OneTimeToken } from './one-time-tokens/one-time-token.entity';
export { OneTimeTokens } from './one-time-tokens/one-time-tokens.service';
export { OwnerDetails } from './owner-details';
export { type NewOwner, OwnersService } from './owners.service';
export { passwordFaults } from './passwords/password.policy';
