import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useUser } from '@collabsphere/client/react';
import { type AdminUser, client, type Role } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { mayManageRole } from '../roles/hierarchy';
import { useCan } from '../session/permissions';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import { Tag } from '../ui/tag';
import { useAction } from '../ui/use-action';
import { RoleChangeDialog } from './role-change-dialog';

export function UserRoles({ user, mayAct }: { user: AdminUser; mayAct: boolean }) {
  const t = useT();
  const can = useCan();
  const me = useUser();
  const [change, setChange] = useState<{ remove?: Role }>();
  const path = (role: Role) => ({ params: { path: { id: user.id, role_id: role.id } } });
  const add = (role: Role) => client.api.PUT('/api/users/{id}/roles/{role_id}', path(role));
  const remove = (role: Role) => client.api.DELETE('/api/users/{id}/roles/{role_id}', path(role));
  const shared = {
    refresh: [['user', user.id], ['users'], ['audit']],
    onDone: () => setChange(undefined),
    quiet: true,
  };
  const adding = useAction({
    ...shared,
    run: add,
    done: (_, role) => t('roles.given', { role: role.name, name: user.full_name }),
    undo: (_, role) => () => remove(role),
  });
  const removing = useAction({
    ...shared,
    run: remove,
    done: (_, role) => t('roles.taken', { role: role.name, name: user.full_name }),
    undo: (_, role) => () => add(role),
  });
  const mayEdit = can.manageUsers && mayAct;
  const open = (next: { remove?: Role }) => {
    adding.reset();
    removing.reset();
    setChange(next);
  };

  return (
    <Panel
      title={t('user.roles')}
      actions={
        mayEdit && (
          <Button variant="default" leftSection={<Icon name="plus" size={16} />} onClick={() => open({})}>
            {t('roles.give')}
          </Button>
        )
      }
    >
      {user.roles.length === 0 && <Text c="dimmed">{t('user.noRoles')}</Text>}
      <Stack component="ul" gap="sm" className="plain-list">
        {user.roles.map((role) => (
          <Group key={role.id} component="li" justify="space-between" wrap="nowrap">
            <div className="grows">
              <Group gap="xs">
                <Text fw={550}>{role.name}</Text>
                <Tag>{t('roles.priorityOf', { priority: role.priority })}</Tag>
              </Group>
              {role.description && (
                <Text size="sm" c="dimmed">
                  {role.description}
                </Text>
              )}
            </div>
            {mayEdit && me && mayManageRole(me, role) && (
              <Button variant="default" size="xs" onClick={() => open({ remove: role })}>
                {t('action.remove')}
                <span className="sr-only"> ({role.name})</span>
              </Button>
            )}
          </Group>
        ))}
      </Stack>
      {change && (
        <RoleChangeDialog
          user={user}
          remove={change.remove}
          error={adding.error ?? removing.error}
          isBusy={adding.isPending || removing.isPending}
          close={() => setChange(undefined)}
          submit={(role) => (change.remove ? removing : adding).mutate(role)}
        />
      )}
    </Panel>
  );
}
