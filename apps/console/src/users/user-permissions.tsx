import { Alert, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type AdminUser, client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { PermissionName, PermissionValue } from '../roles/permission-text';
import { ColumnHeads } from '../ui/column-heads';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import { QueryView } from '../ui/query-view';
import { TableScroll } from '../ui/table-scroll';
import { Tag } from '../ui/tag';

type Explained = Schemas['ExplainedPermission'];

/** What they may do, and which role it comes from. */
export function UserPermissions({ user }: { user: AdminUser }) {
  const t = useT();
  const explained = useQuery({
    queryKey: ['user', user.id, 'permissions'],
    queryFn: () => client.api.GET('/api/users/{id}/permissions', { params: { path: { id: user.id } } }),
  });
  return (
    <Panel title={t('user.permissions')} description={t('user.permissionsText')}>
      <QueryView query={explained} rows={6}>
        {({ permissions, restrictions }) => (
          <>
            {restrictions.length > 0 && (
              <Alert color="yellow" icon={<Icon name="alert" />}>
                {t('user.restricted', { reasons: restrictions.map((name) => t(`restriction.${name}`)).join(', ') })}
              </Alert>
            )}
            <TableScroll label={t('user.permissions')}>
              <Table verticalSpacing="sm">
                <ColumnHeads names={[t('user.permission'), t('user.value'), t('user.why')]} />
                <Table.Tbody>
                  {permissions.map((permission) => (
                    <Row key={permission.permission} explained={permission} />
                  ))}
                </Table.Tbody>
              </Table>
            </TableScroll>
          </>
        )}
      </QueryView>
    </Panel>
  );
}

function Row({ explained: { permission, value, granted, sources } }: { explained: Explained }) {
  const t = useT();
  const deciding = sources.filter(({ decides, value }) => decides && !!value);
  const hidden = sources.filter(({ decides }) => !decides);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <PermissionName name={permission} />
      </Table.Th>
      <Table.Td>
        <Tag tone={granted ? 'good' : 'plain'}>
          <PermissionValue value={value} />
        </Tag>
      </Table.Td>
      <Table.Td>
        {deciding.length > 0 ? deciding.map(({ role }) => role).join(', ') : t('user.noRoleGives')}
        {hidden.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('user.hiddenBy', { roles: hidden.map(({ role }) => role).join(', ') })}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
