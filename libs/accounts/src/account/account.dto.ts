import { AuditEntryDto } from '#audit';
import { Out } from '#platform';
import { ManualPresence } from '#presence';
import { NotificationPreferencesDto } from '#push';
import { OwnSessionDto } from '#sessions';
import { OwnAccountDto } from '#users';
import { CurrentPassword } from '../passwords/password.fields';
import { MailedLinkDto } from '../one-time-tokens/one-time-tokens.personal-data';

export class AccountDeletion {
  @CurrentPassword() password: string;
}

/** Rises when a part changes its form; a new part is no change. */
export const EXPORT_FORMAT = 1;

/** `PersonalData` has one part from each module that stores personal data. */
export class AccountExport {
  @Out({ description: 'Version of this form.', example: EXPORT_FORMAT }) format: number;
  @Out({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' }) exported_at: string;
  @Out({
    type: [AuditEntryDto],
    description:
      'What was done by the person, or to them; the oldest first. What tells of somebody else is left out: `details` where another is the subject, `ip` and `user_agent` where another did it.',
  })
  audit_log: AuditEntryDto[];
  @Out({ type: [MailedLinkDto], description: 'Links that were mailed, without their tokens.' })
  mailed_links: MailedLinkDto[];
  @Out({ type: NotificationPreferencesDto }) notification_preferences: NotificationPreferencesDto;
  @Out({ type: ManualPresence, description: 'The status that was set by hand.' }) presence: ManualPresence;
  @Out({ type: OwnAccountDto }) profile: OwnAccountDto;
  @Out({ type: [OwnSessionDto], description: 'Sessions (devices), for a month after their end; the newest first.' })
  sessions: OwnSessionDto[];
}
