import { type RequestMetadata, Settings } from '#platform';
import { Injectable } from '@nestjs/common';
import { accountProblems } from '../accounts.errors';
import type { SignInResultDto } from '../accounts.dto';
import { MailDomains } from '../email/mail-domains';
import { InvitedRegistrationService } from '../invitations/invited-registration.service';
import { BlindRegistrationService } from './blind-registration.service';
import { OpenRegistrationService } from './open-registration.service';
import type { Registration } from './registration.dto';

/** Decides how a registration is processed: by the settings, and by whether it has an invitation. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly open: OpenRegistrationService,
    private readonly blind: BlindRegistrationService,
    private readonly invited: InvitedRegistrationService,
    private readonly mailDomains: MailDomains,
    private readonly settings: Settings,
  ) {}

  /**
   * @returns nothing where a job completes the registration (`REGISTRATION_PRIVACY=strict`)
   * @throws {Problem} 403 `registration_closed`, `invitation_required`, and what the way of registering throws
   */
  async register(registration: Registration, metadata: RequestMetadata): Promise<SignInResultDto | undefined> {
    this.assertNotClosed();
    const { REGISTRATION, REGISTRATION_PRIVACY } = this.settings;
    const token = registration.invitation_token;
    if (REGISTRATION === 'invite' && !token) throw accountProblems.invitation_required();
    this.mailDomains.assertAllowed(registration.email, 'email');
    if (token) return this.invited.registerAndSignIn(token, registration, metadata);
    if (REGISTRATION_PRIVACY === 'open') return this.open.register(registration, metadata);
    await this.blind.register(registration, metadata);
    return undefined;
  }

  /** Registers with an invitation and without a session. */
  async acceptInvitation(token: string, registration: Registration, metadata: RequestMetadata): Promise<void> {
    this.assertNotClosed();
    this.mailDomains.assertAllowed(registration.email, 'email');
    await this.invited.registerWithoutSession(token, registration, metadata);
  }

  /** @throws {Problem} 403 `registration_closed` */
  assertNotClosed(): void {
    if (this.settings.REGISTRATION === 'closed') throw accountProblems.registration_closed();
  }
}
