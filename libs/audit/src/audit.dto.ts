import { ResponseField, PageQuery, IdField, TextField, DateTimeField } from '#platform';
import type { AuditEntry } from './audit-entry.entity';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';

export class AuditQuery extends PageQuery {
  @IdField({ optional: true, description: 'Id of the actor.', example: undefined }) actor?: string;
  @IdField({ optional: true, description: 'Id of the subject.', example: undefined }) subject?: string;
  @TextField({ optional: true, max: 64, description: 'Such as `user.ban`.', example: 'user.ban' }) action?: string;
  @DateTimeField({ optional: true, description: 'The earliest time.', example: '2026-11-23T00:00:00.000Z' })
  since?: string;
}

export class AuditEntryDto {
  @ResponseField({ format: 'uuid', example: id }) id: string;
  @ResponseField({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' }) at: string;
  @ResponseField({ example: 'user.ban' }) action: string;
  @ResponseField({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The actor; `null` is the system or an operator.',
    example: id,
  })
  actor: string | null;
  @ResponseField({ type: String, format: 'uuid', nullable: true, description: 'Id of the subject.', example: id })
  subject: string | null;
  @ResponseField({
    type: 'object',
    additionalProperties: true,
    description:
      'Such as the values before and after. If the reader may not see the subject’s sessions: only roles and bans.',
    example: { reason: 'Spam', until: null },
  })
  details: Record<string, unknown>;
  @ResponseField({
    type: String,
    nullable: true,
    description: 'User agent and request are included only if the reader may see the actor’s sessions.',
    example: '203.0.113.7',
  })
  ip: string | null;
  @ResponseField({ type: String, nullable: true, example: 'curl/8.5.0' }) user_agent: string | null;
  @ResponseField({ type: String, nullable: true, example: '5f0c8f3e-6c58-4c3b-9d0a-6f2f4f0f3c11' }) request_id:
    string | null;
}

export function toAuditEntryDto(entry: AuditEntry): AuditEntryDto {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    action: entry.action,
    actor: entry.actorId,
    subject: entry.subjectId,
    details: entry.details,
    ip: entry.ip,
    user_agent: entry.userAgent,
    request_id: entry.requestId,
  };
}

/**
 * The data subjects of an entry: its details are about the subject; its origin (IP address, user agent, request) is about
 * the actor, or about the subject where there is no actor.
 */
export const dataSubjectsOf = ({ actor, subject }: Pick<AuditEntryDto, 'actor' | 'subject'>) => ({
  details: subject,
  origin: actor ?? subject,
});

/** Details that the list of users shows too: roles and bans. */
const PUBLIC_DETAILS: ReadonlySet<string> = new Set(['role_id', 'role', 'reason', 'until']);

export const publicDetails = (details: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(details).filter(([name]) => PUBLIC_DETAILS.has(name)));

/** @param redactDetails what remains of details that the reader may not see */
export function redactAuditEntry(
  canView: (userId: string | null) => boolean,
  entry: AuditEntryDto,
  redactDetails: (details: AuditEntryDto['details']) => AuditEntryDto['details'],
): AuditEntryDto {
  const subjects = dataSubjectsOf(entry);
  return {
    ...entry,
    details: canView(subjects.details) ? entry.details : redactDetails(entry.details),
    ...(!canView(subjects.origin) && { ip: null, user_agent: null, request_id: null }),
  };
}
