import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Role } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { useCan } from '../session/permissions';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { QueryView } from '../ui/query-view';
import { RoleDialog } from './role-dialog';
import { RoleMatrix } from './role-matrix';
import { rolesQuery } from './roles.queries';
import { SimulationPanel } from './simulation-panel';

export default function RolesPage() {
  const t = useT();
  const can = useCan();
  const roles = useQuery(rolesQuery);
  const [edited, setEdited] = useState<Role | 'new'>();
  return (
    <Page
      title={t('roles.title')}
      description={t('roles.description')}
      actions={
        can.manageRoles && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEdited('new')}>
            {t('roles.create')}
          </Button>
        )
      }
    >
      <QueryView query={roles} rows={6}>
        {(items) => (
          <>
            <RoleMatrix roles={items} edit={setEdited} />
            {(can.manageRoles || can.manageUsers) && <SimulationPanel roles={items} />}
          </>
        )}
      </QueryView>
      {edited && <RoleDialog role={edited === 'new' ? undefined : edited} close={() => setEdited(undefined)} />}
    </Page>
  );
}
