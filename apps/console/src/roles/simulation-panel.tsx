import { Group, MultiSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Panel } from '../ui/panel';
import { PersonSelect } from '../users/person-select';
import { userQuery } from '../users/users.queries';
import { PermissionChanges } from './permission-changes';

/** "What could they do then?" Nothing is changed. */
export function SimulationPanel({ roles }: { roles: Role[] }) {
  const t = useT();
  const [userId, setUserId] = useState<string>();
  const [roleIds, setRoleIds] = useState<string[]>();
  const user = useQuery({ ...userQuery(userId ?? ''), enabled: userId !== undefined });
  const held = user.data?.roles.map(({ id }) => id) ?? [];
  return (
    <Panel title={t('simulation.title')} description={t('simulation.text')}>
      <Group align="flex-start">
        <PersonSelect
          label={t('simulation.user')}
          value={userId}
          onChange={(id) => {
            setUserId(id ?? undefined);
            setRoleIds(undefined);
          }}
        />
        <MultiSelect
          className="grows"
          label={t('simulation.roles')}
          data={roles.map(({ id, name }) => ({ value: id, label: name }))}
          value={roleIds ?? held}
          onChange={setRoleIds}
          disabled={!userId}
          maw={480}
        />
      </Group>
      {userId && roleIds ? (
        <PermissionChanges userId={userId} roleIds={roleIds} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('simulation.hint')}
        </Text>
      )}
    </Panel>
  );
}
