import { ResponseField } from '#platform';
import type { ChainState } from './audit-verification.service';

const time = '2026-11-23T09:30:00.000Z';
const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const states = ['running', 'whole', 'broken'] as const;

export class AuditVerificationDto {
  @ResponseField({
    enum: states,
    description: '`running` until the one that was asked for last has finished.',
    example: 'whole',
  })
  state: (typeof states)[number];
  @ResponseField({ format: 'date-time', example: time }) requested_at: string;
  @ResponseField({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Of the last one that has finished, as all below.',
    example: time,
  })
  finished_at: string | null;
  @ResponseField({ type: Number, nullable: true, description: 'Entries that are valid.', example: 1027 })
  entries: number | null;
  @ResponseField({
    type: Number,
    nullable: true,
    description: 'The first entry that was edited or is missing.',
    example: null,
  })
  broken_at: number | null;
  @ResponseField({ type: String, nullable: true, example: hash }) head: string | null;
}

export class AuditChainDto {
  @ResponseField({ description: 'Entries in the database.', example: 1027 }) entries: number;
  @ResponseField({ description: 'Above 1 where earlier ones were archived.', example: 1 }) first_entry: number;
  @ResponseField({
    description: 'SHA-256 of the newest entry. Kept elsewhere, it proves later that nothing before it was rewritten.',
    example: hash,
  })
  head: string;
  @ResponseField({ type: AuditVerificationDto, nullable: true, description: 'The last verification.' })
  verification: AuditVerificationDto | null;
}

export function toAuditChainDto({ entries, firstEntry, head, verification }: ChainState): AuditChainDto {
  return { entries, first_entry: firstEntry, head, verification: verification && toVerificationDto(verification) };
}

function toVerificationDto(row: NonNullable<ChainState['verification']>): AuditVerificationDto {
  const isRunning = row.finishedAt === null || row.finishedAt < row.requestedAt;
  return {
    state: isRunning ? 'running' : row.brokenAt === null ? 'whole' : 'broken',
    requested_at: row.requestedAt.toISOString(),
    finished_at: row.finishedAt?.toISOString() ?? null,
    entries: row.entries === null ? null : Number(row.entries),
    broken_at: row.brokenAt === null ? null : Number(row.brokenAt),
    head: row.head,
  };
}
