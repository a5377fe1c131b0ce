import { Reference, Text } from '#platform';

export class RoleAssignmentDto {
  @Reference({ description: 'Who gets it.', example: '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41' }) user_id: string;
  @Text({ max: 64, description: 'Name or id of the role.', example: 'moderator' }) role: string;
}
