import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { MailModule } from '#mail';
import { PresenceModule } from '#presence';
import { PushModule } from '#push';
import { RolesModule } from '#roles';
import { SessionsModule } from '#sessions';
import { UsersModule } from '#users';
import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountController } from './account/account.controller';
import { AccountDeletionService } from './account/account-deletion.service';
import { UnverifiedAccountExpiry } from './account/unverified-account-expiry';
import { AccountMapper } from './accounts.dto';
import { CredentialChangeService } from './credentials/credential-change.service';
import { PasswordProofService } from './credentials/password-proof.service';
import { EmailChangeController } from './email/email-change.controller';
import { EmailChangeService } from './email/email-change.service';
import { OneTimeToken } from './one-time-tokens/one-time-token.entity';
import { OneTimeTokensPersonalData } from './one-time-tokens/one-time-tokens.personal-data';
import { OneTimeTokensService } from './one-time-tokens/one-time-tokens.service';
import { OwnersService } from './owners.service';
import { PageRenderer } from './pages/page-renderer';
import { NoticePagesController } from './pages/notice-pages.controller';
import { PagesController } from './pages/pages.controller';
import { PasswordHasher } from './passwords/password-hasher';
import { PasswordResetController } from './passwords/password-reset.controller';
import { PasswordsController } from './passwords/passwords.controller';
import { PasswordChangeService } from './passwords/password-change.service';
import { PasswordResetLinks } from './passwords/password-reset-links';
import { PasswordResetRequestsService } from './passwords/password-reset-requests.service';
import { PasswordResetService } from './passwords/password-reset.service';
import { SecurityAlerts } from './security/security-alerts';
import { ProfileController } from './profile/profile.controller';
import { ProfileService } from './profile/profile.service';
import { RegistrationController } from './registration/registration.controller';
import { RegistrationService } from './registration/registration.service';
import { EmailVerificationService } from './registration/email-verification.service';
import { VerificationLinks } from './registration/verification-links';
import { VerificationResendService } from './registration/verification-resend.service';
import { UnrecognizedSessionController } from './security/unrecognized-session.controller';
import { UnrecognizedSessionLinks } from './security/unrecognized-session-links';
import { UnrecognizedSessionService } from './security/unrecognized-session.service';
import { NewDeviceService } from './security/new-device.service';
import { RefreshService } from './sign-in/refresh.service';
import { FactorVerifier } from './sign-in/factor-verifier';
import { PasswordFactor } from './sign-in/password-factor';
import { KnownDeviceTokens } from './sign-in/known-device-tokens';
import { SignInThrottle } from './sign-in/sign-in-throttle.service';
import { SignedSessionIds } from './security/signed-session-ids';
import { SignInController } from './sign-in/sign-in.controller';
import { SIGN_IN_FACTORS } from './sign-in/sign-in-factor';
import { SignInService } from './sign-in/sign-in.service';

const HOUR_MS = 3_600_000;

@Module({
  imports: [
    TypeOrmModule.forFeature([OneTimeToken]),
    AuditModule,
    MailModule,
    PresenceModule,
    SessionsModule,
    RolesModule,
    UsersModule,
    PushModule,
  ],
  controllers: [
    RegistrationController,
    SignInController,
    PasswordsController,
    PasswordResetController,
    EmailChangeController,
    ProfileController,
    AccountController,
    PagesController,
    NoticePagesController,
    UnrecognizedSessionController,
  ],
  providers: [
    AccountMapper,
    RegistrationService,
    EmailVerificationService,
    VerificationLinks,
    VerificationResendService,
    SignInService,
    FactorVerifier,
    SignInThrottle,
    KnownDeviceTokens,
    SignedSessionIds,
    PasswordFactor,
    { provide: SIGN_IN_FACTORS, inject: [PasswordFactor], useFactory: (password: PasswordFactor) => [password] },
    RefreshService,
    NewDeviceService,
    UnrecognizedSessionService,
    UnrecognizedSessionLinks,
    PasswordHasher,
    PasswordProofService,
    CredentialChangeService,
    SecurityAlerts,
    PasswordChangeService,
    PasswordResetLinks,
    PasswordResetRequestsService,
    PasswordResetService,
    EmailChangeService,
    ProfileService,
    AccountDeletionService,
    UnverifiedAccountExpiry,
    OneTimeTokensService,
    OneTimeTokensPersonalData,
    OwnersService,
    PageRenderer,
  ],
  exports: [OwnersService, OneTimeTokensService],
})
export class AccountsModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly unverifiedAccounts: UnverifiedAccountExpiry,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({
      name: 'expired one-time tokens',
      intervalMs: HOUR_MS,
      run: () => this.oneTimeTokens.purge(),
    });
    this.maintenance.register({
      name: 'unverified accounts',
      intervalMs: HOUR_MS,
      run: () => this.unverifiedAccounts.run(),
    });
  }
}
