import { ChoiceField, DateTimeField, IdListField, isNil, ResponseField, Rule, TextField } from '#platform';
import type { BanRequest } from '../bans.dto';
import { type BulkActionName, bulkActionNames, MAX_BULK_USERS } from './bulk-actions';

const id = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';

/** The field goes with these actions, and only with them. */
const OnlyFor = (...actions: BulkActionName[]) =>
  Rule('not_for_this_action', (value, object) =>
    !isNil(value) && !actions.includes((object as BulkAction).action)
      ? `Leave this out, unless the action is ${actions.join(' or ')}.`
      : undefined,
  );

const RequiredFor = (...actions: BulkActionName[]) =>
  Rule('required', (value, object) =>
    isNil(value) && actions.includes((object as BulkAction).action) ? 'This field is required.' : undefined,
  );

export class BulkAction {
  @ChoiceField({ values: bulkActionNames, description: 'What is done to each of them.', example: 'add_role' })
  action: BulkActionName;

  @IdListField({ max: MAX_BULK_USERS, description: 'Whom it is done to.', example: [id] })
  user_ids: string[];

  @RequiredFor('ban')
  @OnlyFor('ban')
  @TextField({
    optional: true,
    max: 500,
    multiline: true,
    description: 'Why they are banned; required for `ban`.',
    example: undefined,
  })
  reason?: string | null;

  @OnlyFor('ban')
  @DateTimeField({
    optional: true,
    future: true,
    description: 'When the ban expires; permanent if omitted.',
    example: undefined,
  })
  until?: string | null;

  @RequiredFor('add_role', 'remove_role')
  @OnlyFor('add_role', 'remove_role')
  @TextField({
    optional: true,
    max: 64,
    description: 'Name or id of the role; required for `add_role` and `remove_role`.',
    example: 'moderator',
  })
  role?: string | null;
}

export const toBanRequest = ({ reason, until }: BulkAction): BanRequest => ({ reason: reason!, until });

const code = {
  type: String,
  nullable: true,
  description: 'Why not: the code of the problem that the call for one user answers.',
  example: null,
} as const;

const detail = { type: String, nullable: true, description: 'The same in words.', example: null } as const;

export class BulkPreviewItemDto {
  @ResponseField({ format: 'uuid', example: id }) user_id: string;
  @ResponseField({ example: true }) allowed: boolean;
  @ResponseField({ description: '`false` if it would change nothing, such as a role that they have.', example: true })
  changes: boolean;
  @ResponseField(code) code: string | null;
  @ResponseField(detail) detail: string | null;
}

export class BulkPreviewDto {
  @ResponseField({ type: [BulkPreviewItemDto], description: 'In the order of the request, each user once.' })
  items: BulkPreviewItemDto[];
  @ResponseField({ example: 1 }) allowed: number;
  @ResponseField({ example: 0 }) refused: number;
}

export class BulkResultItemDto {
  @ResponseField({ format: 'uuid', example: id }) user_id: string;
  @ResponseField({ description: 'Whether it is done.', example: true }) done: boolean;
  @ResponseField(code) code: string | null;
  @ResponseField(detail) detail: string | null;
}

export class BulkResultDto {
  @ResponseField({ type: [BulkResultItemDto], description: 'In the order of the request, each user once.' })
  items: BulkResultItemDto[];
  @ResponseField({ example: 1 }) done: number;
  @ResponseField({ example: 0 }) refused: number;
}
