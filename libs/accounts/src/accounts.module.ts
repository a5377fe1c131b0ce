import { AuditModule } from '#audit';
import { Maintenance } from '#platform';
import { MailModule } from '#mail';
import { PresenceModule } from '#presence';
import { PushModule } from '#push';
import { RolesModule } from '#roles';
import { SessionsModule } from '#sessions';
import { UsernameHolds, UsersModule } from '#users';
import { Module, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccountController } from './account/account.controller';
import { AccountDeletionService } from './account/account-deletion.service';
import { AccountMapper } from './accounts.dto';
import { CredentialChanges } from './credentials/credential-change.service';
import { PasswordProof } from './credentials/password-proof.service';
import { EmailChangeController } from './email/email-change.controller';
import { EmailChangeService } from './email/email-change.service';
import { MailDomains } from './email/mail-domains';
import { OneTimeToken } from './one-time-tokens/one-time-token.entity';
import { OneTimeTokensPersonalData } from './one-time-tokens/one-time-tokens.personal-data';
import { OneTimeTokens } from './one-time-tokens/one-time-tokens.service';
import { OwnersService } from './owners.service';
import { PageRenderer } from './pages/page-renderer';
import { NoticePagesController } from './pages/notice-pages.controller';
import { PagesController } from './pages/pages.controller';
import { PasswordHasher } from './passwords/password-hasher';
import { PasswordResetController } from './passwords/password-reset.controller';
import { PasswordsController } from './passwords/passwords.controller';
import { PasswordChangeService } from './passwords/password-change.service';
import { PasswordResetLinks } from './passwords/password-reset-links';
import { PasswordResetRequests } from './passwords/password-reset-requests.service';
import { PasswordResetService } from './passwords/password-reset.service';
import { InvitationAcceptance } from './invitations/invitation-acceptance.service';
import { Invitation } from './invitations/invitation.entity';
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
import { SignInController } from './sign-in/sign-in.controller';
import { SIGN_IN_FACTORS } from './sign-in/sign-in-factor';
import { SignInService } from './sign-in/sign-in.service';

const HOUR_MS = 3_600_000;

@Module({
  imports: [
    TypeOrmModule.forFeature([OneTimeToken, Invitation]),
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
    InvitationPagesController,
    InvitationsController,
    UnrecognizedSessionController,
  ],
  providers: [
    AccountMapper,
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
    MailDomains,
    EmailVerificationService,
    VerificationLinks,
    VerificationResendService,
    SignInService,
    FactorVerifier,
    PasswordFactor,
    { provide: SIGN_IN_FACTORS, inject: [PasswordFactor], useFactory: (password: PasswordFactor) => [password] },
    RefreshService,
    NewDeviceService,
    UnrecognizedSessionService,
    UnrecognizedSessionLinks,
    PasswordHasher,
    PasswordProof,
    CredentialChanges,
    SecurityAlerts,
    PasswordChangeService,
    PasswordResetLinks,
    PasswordResetRequests,
    PasswordResetService,
    EmailChangeService,
    ProfileService,
    AccountDeletionService,
    OneTimeTokens,
    OneTimeTokensPersonalData,
    OwnersService,
    PageRenderer,
  ],
  exports: [OwnersService, OneTimeTokens],
})
export class AccountsModule implements OnModuleInit {
  constructor(
    private readonly maintenance: Maintenance,
    private readonly oneTimeTokens: OneTimeTokens,
    private readonly invitations: InvitationsRepository,
    private readonly usernameHolds: UsernameHolds,
  ) {}

  onModuleInit(): void {
    const purge = (name: string, store: { purge(): Promise<void> }) =>
      this.maintenance.register({ name, intervalMs: HOUR_MS, run: () => store.purge() });
    purge('expired one-time tokens', this.oneTimeTokens);
    purge('expired invitations', this.invitations);
    purge('abandoned holds of usernames', this.usernameHolds);
  }
}
