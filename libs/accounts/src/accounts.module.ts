import { AuditModule } from '#audit';
import { Maintenance, ProblemValidationPipe } from '#platform';
import { MailModule } from '#mail';
import { PresenceModule } from '#presence';
import { PushModule } from '#push';
import { RolesModule } from '#roles';
import { SessionsModule } from '#sessions';
import { StatisticsModule } from '#statistics';
import { UsernameHolds, UsersModule } from '#users';
import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountController } from './account/account.controller';
import { AccountDeletionService } from './account/account-deletion.service';
import { UnverifiedAccountExpiry } from './account/unverified-account-expiry';
import { AccountMapper } from './accounts.dto';
import { BreachedPasswordsImport } from './breached-passwords/breached-passwords-import.service';
import { BreachedPasswordsRepository } from './breached-passwords/breached-passwords.repository';
import { BreachedPasswords } from './breached-passwords/breached-passwords.service';
import { CredentialChangeService } from './credentials/credential-change.service';
import { PasswordProofService } from './credentials/password-proof.service';
import { accountsEntities } from './accounts.entities';
import { EmailChangeController } from './email/email-change.controller';
import { EmailChangeService } from './email/email-change.service';
import { factorControllers, factorProviders } from './factors/factors.providers';
import { MailDomains } from './email/mail-domains';
import { importProviders } from './imports/import.providers';
import { OneTimeTokensPersonalData } from './one-time-tokens/one-time-tokens.personal-data';
import { OneTimeTokensService } from './one-time-tokens/one-time-tokens.service';
import { OwnersService } from './owners.service';
import { OwnerSetupController } from './setup/owner-setup.controller';
import { OwnerSetupService } from './setup/owner-setup.service';
import { OwnerSetupTokens } from './setup/owner-setup-tokens.repository';
import { PageRenderer } from './pages/page-renderer';
import { NoticePagesController } from './pages/notice-pages.controller';
import { PagesController } from './pages/pages.controller';
import { BrandingController } from './pages/branding.controller';
import { LinkPages } from './pages/link-pages.service';
import { MessagesController } from './pages/messages.controller';
import { NewLinkPagesController } from './pages/new-link-pages.controller';
import { NewPasswordPolicy } from './passwords/new-password-policy.service';
import { PasswordHasher } from './passwords/password-hasher';
import { PasswordResetController } from './passwords/password-reset.controller';
import { PasswordsController } from './passwords/passwords.controller';
import { PasswordChangeService } from './passwords/password-change.service';
import { PasswordResetLinks } from './passwords/password-reset-links';
import { PasswordResetRequestsService } from './passwords/password-reset-requests.service';
import { PasswordResetService } from './passwords/password-reset.service';
import { InvitationAcceptance } from './invitations/invitation-acceptance.service';
import { InvitationMails } from './invitations/invitation-mails';
import { InvitationMapper } from './invitations/invitation.mapper';
import { InvitationsController } from './invitations/invitations.controller';
import { InvitationsPersonalData } from './invitations/invitations.personal-data';
import { InvitationsRepository } from './invitations/invitations.repository';
import { InvitationsService } from './invitations/invitations.service';
import { InvitedRegistrationService } from './invitations/invited-registration.service';
import { InvitationPagesController } from './pages/invitation-pages.controller';
import { SecurityAlerts } from './security/security-alerts';
import { ProfileController } from './profile/profile.controller';
import { ProfileService } from './profile/profile.service';
import { ReauthenticationChallenges } from './reauthentication/reauthentication-challenges';
import { ReauthenticationController } from './reauthentication/reauthentication.controller';
import { ReauthenticationService } from './reauthentication/reauthentication.service';
import { AddressInUseNotices } from './registration/address-in-use-notices.service';
import { BlindRegistrationService } from './registration/blind-registration.service';
import { NewAccounts } from './registration/new-account.service';
import { OpenRegistrationService } from './registration/open-registration.service';
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
import { challengeProvider } from './challenges/challenge-provider.factory';
import { SignInThrottle } from './sign-in/sign-in-throttle.service';
import { SignedSessionIds } from './security/signed-session-ids';
import { SessionStarter } from './sign-in/session-starter';
import { SignInController } from './sign-in/sign-in.controller';
import { SIGN_IN_FACTORS } from './sign-in/sign-in-factor';
import { SignInService } from './sign-in/sign-in.service';

const HOUR_MS = 3_600_000;

@Module({
  imports: [
    TypeOrmModule.forFeature(accountsEntities),
    AuditModule,
    MailModule,
    PresenceModule,
    SessionsModule,
    RolesModule,
    UsersModule,
    PushModule,
    StatisticsModule,
  ],
  controllers: [
    RegistrationController,
    SignInController,
    ReauthenticationController,
    PasswordsController,
    PasswordResetController,
    EmailChangeController,
    ProfileController,
    AccountController,
    PagesController,
    NewLinkPagesController,
    BrandingController,
    MessagesController,
    NoticePagesController,
    InvitationPagesController,
    InvitationsController,
    UnrecognizedSessionController,
    OwnerSetupController,
    ...factorControllers,
  ],
  providers: [
    AccountMapper,
    ...importProviders,
    RegistrationService,
    OpenRegistrationService,
    BlindRegistrationService,
    InvitedRegistrationService,
    NewAccounts,
    AddressInUseNotices,
    InvitationsService,
    InvitationsRepository,
    InvitationAcceptance,
    InvitationMails,
    InvitationMapper,
    InvitationsPersonalData,
    ProblemValidationPipe,
    MailDomains,
    EmailVerificationService,
    VerificationLinks,
    VerificationResendService,
    SignInService,
    SessionStarter,
    FactorVerifier,
    SignInThrottle,
    challengeProvider,
    KnownDeviceTokens,
    SignedSessionIds,
    PasswordFactor,
    { provide: SIGN_IN_FACTORS, inject: [PasswordFactor], useFactory: (password: PasswordFactor) => [password] },
    ...factorProviders,
    ReauthenticationService,
    ReauthenticationChallenges,
    RefreshService,
    NewDeviceService,
    UnrecognizedSessionService,
    UnrecognizedSessionLinks,
    BreachedPasswords,
    BreachedPasswordsImport,
    BreachedPasswordsRepository,
    NewPasswordPolicy,
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
    OwnerSetupService,
    OwnerSetupTokens,
    PageRenderer,
    LinkPages,
  ],
  exports: [BreachedPasswords, BreachedPasswordsImport, OwnersService, OwnerSetupService, OneTimeTokensService],
})
export class AccountsModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly invitations: InvitationsRepository,
    private readonly usernameHolds: UsernameHolds,
    private readonly unverifiedAccounts: UnverifiedAccountExpiry,
  ) {}

  onModuleInit(): void {
    const register = (name: string, run: () => Promise<number | undefined>) =>
      this.maintenance.register({ name, intervalMs: HOUR_MS, run });
    register('expired one-time tokens', () => this.oneTimeTokens.purge());
    register('expired invitations', () => this.invitations.purge());
    register('abandoned holds of usernames', () => this.usernameHolds.purge());
    register('unverified accounts', () => this.unverifiedAccounts.run());
  }
}
