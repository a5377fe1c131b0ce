import { MailService } from '#mail';
import { Settings } from '#platform';
import { UsersService } from '#users';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Invitation } from './invitation.entity';

@Injectable()
export class InvitationMails {
  constructor(
    private readonly users: UsersService,
    private readonly mail: MailService,
    private readonly settings: Settings,
  ) {}

  async send(
    manager: EntityManager,
    { email, invitedBy, roleName, message, expiresAt }: Invitation,
    token: string,
  ): Promise<void> {
    const inviter = await this.users.findById(invitedBy, manager);
    // About the inviter's account: the mail is withdrawn with it. Who is invited has no language here yet.
    const recipient = { id: inviter.id, email, locale: inviter.locale };
    await this.mail.enqueue(manager, 'invitation', recipient, {
      name: email,
      inviter: inviter.fullName,
      role: roleName,
      message,
      link: `${this.settings.FRONTEND_URL}/invitation/${token}`,
      until: expiresAt.toISOString(),
    });
  }
}
