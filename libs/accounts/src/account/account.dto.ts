import { AuditEntryDto } from '#audit';
import { ResponseField } from '#platform';
import { ManualPresence } from '#presence';
import { NotificationPreferencesDto } from '#push';
import { OwnSessionDto } from '#sessions';
import { OwnAccountDto } from '#users';
import { InvitationDto } from '../invitations/invitations.dto';
import { CurrentPassword } from '../passwords/password.fields';
import { MailedLinkDto } from '../one-time-tokens/one-time-tokens.personal-data';

export class AccountDeletion {
  @CurrentPassword() password: string;
}

/** Rises when a part changes its form; a new part is no change. */
export const EXPORT_FORMAT = 1;

/** `PersonalData` has one part from each module that stores personal data. */
export class AccountExport {
  @ResponseField({ description: 'Version of this form.', example: EXPORT_FORMAT }) format: number;
  @ResponseField({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' }) exported_at: string;
  @ResponseField({
    type: [AuditEntryDto],
    description:
      'What was done by the person, or to them; the oldest first. What tells of somebody else is left out: `details` where another is the subject, `ip` and `user_agent` where another did it.',
  })
  audit_log: AuditEntryDto[];
  @ResponseField({ type: [InvitationDto], description: 'Invitations sent, and the one that was accepted.' })
  invitations: InvitationDto[];
  @ResponseField({ type: [MailedLinkDto], description: 'Links that were mailed, without their tokens.' })
  mailed_links: MailedLinkDto[];
  @ResponseField({ type: NotificationPreferencesDto }) notification_preferences: NotificationPreferencesDto;
  @ResponseField({ type: ManualPresence, description: 'The status that was set by hand.' }) presence: ManualPresence;
  @ResponseField({ type: OwnAccountDto }) profile: OwnAccountDto;
  @ResponseField({
    type: [OwnSessionDto],
    description: 'Sessions (devices), for a month after their end; the newest first.',
  })
  sessions: OwnSessionDto[];
}
