import { AuditEntryDto } from '#audit';
import { ResponseField } from '#platform';
import { ManualPresence } from '#presence';
import { NotificationPreferencesDto } from '#push';
import { OwnSessionDto } from '#sessions';
import { OwnAccountDto, OwnNoteDto } from '#users';
import { OwnFactorsDto } from '../factors/factors.personal-data';
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
      'Entries with the user as actor or subject; the oldest first. Data of other users is omitted: `details` if the subject is another user, `ip` and `user_agent` if the actor is.',
  })
  audit_log: AuditEntryDto[];
  @ResponseField({ type: [InvitationDto], description: 'Invitations sent, and the one that was accepted.' })
  invitations: InvitationDto[];
  @ResponseField({ type: [MailedLinkDto], description: 'Links that were mailed, without their tokens.' })
  mailed_links: MailedLinkDto[];
  @ResponseField({ type: [OwnNoteDto], description: 'What moderators wrote about the user; the oldest first.' })
  moderator_notes: OwnNoteDto[];
  @ResponseField({ type: NotificationPreferencesDto }) notification_preferences: NotificationPreferencesDto;
  @ResponseField({ type: ManualPresence, description: 'The manual status.' }) presence: ManualPresence;
  @ResponseField({ type: OwnAccountDto }) profile: OwnAccountDto;
  @ResponseField({ type: OwnFactorsDto, description: 'Second factors, without their secrets.' })
  second_factors: OwnFactorsDto;
  @ResponseField({
    type: [OwnSessionDto],
    description: 'Sessions (devices), for a month after their end; the newest first.',
  })
  sessions: OwnSessionDto[];
}
