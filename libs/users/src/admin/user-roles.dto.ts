import { IdField, TextField } from '#platform';

export class RoleAssignmentDto {
  @IdField({ description: 'Who gets it.', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) user_id: string;
  @TextField({ max: 64, description: 'Name or id of the role.', example: 'moderator' }) role: string;
}
