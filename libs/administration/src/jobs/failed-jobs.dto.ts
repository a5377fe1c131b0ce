import { ChoiceField, type FailedJob, isNil, msg, PageQuery, ResponseField, Rule } from '#platform';
import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { type JobKind, jobKinds, kindOf } from './job-kinds';

const time = '2026-11-23T09:30:00.000Z';
/** Enough to recognize the reason. */
const MAX_ERROR_LENGTH = 500;
const MAX_IDS = 100;

const kindField = { values: jobKinds, example: 'mail' };

/** Numbers of jobs, as text: they may be larger than what JavaScript counts exactly. */
const JobIds = () =>
  applyDecorators(
    Rule('invalid_type', (value) =>
      isNil(value) || Array.isArray(value) ? undefined : msg('faults.invalid_type.ids'),
    ),
    Rule('too_many', (value) =>
      Array.isArray(value) && value.length > MAX_IDS ? msg('faults.too_many.ids', { max: MAX_IDS }) : undefined,
    ),
    Rule('invalid_id', (value) =>
      Array.isArray(value) && !value.every((id) => typeof id === 'string' && /^\d{1,18}$/.test(id))
        ? msg('faults.invalid_id.jobs')
        : undefined,
    ),
    ApiPropertyOptional({
      type: [String],
      maxItems: MAX_IDS,
      nullable: true,
      description: 'Which ones; all of the kind by default.',
      example: ['4711'],
    }),
  );

export class FailedJobsQuery extends PageQuery {
  @ChoiceField({ ...kindField, optional: true, description: 'Only jobs of this kind.' }) kind?: JobKind;
}

export class JobRetry {
  @ChoiceField({ ...kindField, description: 'What is tried again.' }) kind: JobKind;
  @JobIds() ids?: string[] | null;
}

export class FailedJobDto {
  @ResponseField({ example: '4711' }) id: string;
  @ResponseField({ enum: jobKinds, example: 'mail' }) kind: JobKind;
  @ResponseField({
    type: String,
    nullable: true,
    description: 'The template of a mail. What is in it is encrypted.',
    example: 'verify-email',
  })
  name: string | null;
  @ResponseField({ example: 3 }) attempts: number;
  @ResponseField({ example: 21 }) max_attempts: number;
  @ResponseField({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'The next attempt; `null` if it is given up.',
    example: time,
  })
  next_attempt_at: string | null;
  @ResponseField({ format: 'date-time', example: time }) created_at: string;
  @ResponseField({
    type: String,
    nullable: true,
    description: 'Without addresses of people and without paths of links.',
    example: 'connect ECONNREFUSED 127.0.0.1:25',
  })
  last_error: string | null;
}

export class RetriedJobsDto {
  @ResponseField({ description: 'Jobs that are tried again now. Jobs that are running are left alone.', example: 3 })
  retried: number;
}

export function toFailedJobDto(job: FailedJob): FailedJobDto {
  const kind = kindOf(job.task);
  const { name } = job.payload as { name?: unknown };
  return {
    id: job.id,
    kind,
    // In other jobs it may be the name of anything.
    name: kind === 'mail' && typeof name === 'string' ? name : null,
    attempts: job.attempts,
    max_attempts: job.max_attempts,
    next_attempt_at: job.attempts < job.max_attempts ? job.run_at.toISOString() : null,
    created_at: job.created_at.toISOString(),
    last_error: job.last_error?.split('\n', 1)[0]!.slice(0, MAX_ERROR_LENGTH) ?? null,
  };
}
