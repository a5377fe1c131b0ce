import { Button, Group, Select, Stack } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useUser } from '@collabsphere/client/react';
import type { AdminUser, Role } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { mayManageRole } from '../roles/hierarchy';
import { rolesQuery } from '../roles/roles.queries';
import { PermissionChanges } from '../roles/permission-changes';
import { Failure } from '../ui/failure';

interface Props {
  user: AdminUser;
  /** The role to take away; without it one is given. */
  remove?: Role;
  error: unknown;
  isBusy: boolean;
  close: () => void;
  submit: (role: Role) => void;
}

/** What the person could do then is shown before anything changes. */
export function RoleChangeDialog({ user, remove, error, isBusy, close, submit }: Props) {
  const t = useT();
  const me = useUser();
  const roles = useQuery(rolesQuery);
  const [chosenId, setChosen] = useState<string | null>(null);
  const held = user.roles.map(({ id }) => id);
  const offered = (roles.data ?? []).filter((role) => !held.includes(role.id) && me && mayManageRole(me, role));
  const role = remove ?? offered.find(({ id }) => id === chosenId);
  const roleIds = remove ? held.filter((id) => id !== remove.id) : role ? [...held, role.id] : undefined;
  const title = remove ? t('roles.takeTitle', { role: remove.name }) : t('roles.giveTitle', { name: user.full_name });
  return (
    <Dialog onClose={close} title={title}>
      <Stack>
        <Failure error={error} />
        {!remove && (
          <Select
            data-autofocus
            label={t('roles.role')}
            placeholder={t('roles.choose')}
            searchable
            nothingFoundMessage={t('roles.noneToGive')}
            data={offered.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosenId}
            onChange={setChosen}
          />
        )}
        {roleIds && <PermissionChanges userId={user.id} roleIds={roleIds} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button
            disabled={!role}
            loading={isBusy}
            color={remove ? 'red' : undefined}
            onClick={() => role && submit(role)}
          >
            {t(remove ? 'roles.take' : 'roles.give')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
