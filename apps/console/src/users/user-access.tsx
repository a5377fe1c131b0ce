import { Stack } from '@mantine/core';
import type { AdminUser } from '../api/client';
import { UserPermissions } from './user-permissions';
import { UserRoles } from './user-roles';

/** Which roles they have, and what follows from them. */
export default function UserAccess({ user, mayAct }: { user: AdminUser; mayAct: boolean }) {
  return (
    <Stack gap="lg">
      <UserRoles user={user} mayAct={mayAct} />
      <UserPermissions user={user} />
    </Stack>
  );
}
