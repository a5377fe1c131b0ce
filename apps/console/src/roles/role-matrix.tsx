import { Anchor, Button, Paper, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useUser } from '@collabsphere/client/react';
import { permissionFlags, type Role } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { useCan } from '../session/permissions';
import { Icon } from '../ui/icons';
import { Tag } from '../ui/tag';
import { isOwner, mayManageRole } from './hierarchy';
import { PermissionName, PermissionValue } from './permission-text';

/** Roles by falling priority, and what each grants. */
export function RoleMatrix({ roles, edit }: { roles: Role[]; edit: (role: Role) => void }) {
  const t = useT();
  const customs = [...new Set(roles.flatMap(({ custom_permissions }) => Object.keys(custom_permissions)))].sort();
  return (
    <Paper withBorder className="panel matrix" role="region" aria-label={t('roles.matrix')} tabIndex={0}>
      <Table verticalSpacing="sm" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('user.permission')}</Table.Th>
            {roles.map((role) => (
              <Table.Th scope="col" key={role.id}>
                <RoleHead role={role} edit={edit} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {permissionFlags.map((flag) => (
            <MatrixRow key={flag} name={flag} roles={roles} valueOf={(role) => role[flag]} />
          ))}
          {customs.map((name) => (
            <MatrixRow key={name} name={name} roles={roles} valueOf={(role) => role.custom_permissions[name]} />
          ))}
          <MatrixRow name="require_mfa" roles={roles} valueOf={({ require_mfa }) => require_mfa} isDuty />
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function RoleHead({ role, edit }: { role: Role; edit: (role: Role) => void }) {
  const t = useT();
  const can = useCan();
  const me = useUser();
  const mayEdit = can.manageRoles && me && mayManageRole(me, role) && !isOwner({ roles: [role] });
  return (
    <div className="role-head">
      <Text fw={600} component="span">
        {role.name}
      </Text>
      <Text size="xs" c="dimmed" fw={400}>
        {t('roles.priorityOf', { priority: role.priority })}
      </Text>
      {can.seeUsers && (
        <Anchor component={Link} to="/console/users" search={{ role: role.name } as never} size="sm" fw={500}>
          {t('roles.holders')}
          <span className="sr-only"> ({role.name})</span>
        </Anchor>
      )}
      {mayEdit && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={t('roles.editOne', { role: role.name })}
          onClick={() => edit(role)}
        >
          {t('action.edit')}
        </Button>
      )}
    </div>
  );
}

interface RowProps {
  name: string;
  roles: Role[];
  valueOf: (role: Role) => boolean | number | string | undefined;
  isDuty?: boolean;
}

function MatrixRow({ name, roles, valueOf, isDuty }: RowProps) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <PermissionName name={name} />
      </Table.Th>
      {roles.map((role) => (
        <Table.Td key={role.id}>
          <MatrixValue value={isDuty || !isOwner({ roles: [role] }) ? valueOf(role) : true} isDuty={isDuty} />
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

function MatrixValue({ value, isDuty }: { value: boolean | number | string | undefined; isDuty?: boolean }) {
  const t = useT();
  if (value === true)
    return (
      <span className={isDuty ? 'duty' : 'granted'}>
        <Icon name={isDuty ? 'lock' : 'check'} />
        <span className="sr-only">{t('permission.yes')}</span>
      </span>
    );
  if (value === undefined || value === false)
    return (
      <Text c="dimmed" component="span">
        <span aria-hidden="true">–</span>
        <span className="sr-only">{t('permission.no')}</span>
      </Text>
    );
  return (
    <Tag>
      <PermissionValue value={value} />
    </Tag>
  );
}
