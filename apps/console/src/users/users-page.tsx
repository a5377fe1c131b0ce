import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Page } from '../ui/page';
import { client } from '../api/client';
import { ExportButton } from '../exports/export-button';
import { useCan } from '../session/permissions';
import { BulkBar } from './bulk-bar';
import { toFilter, type UserFilter } from './user-filter';
import { UsersTable } from './users-table';
import { useColumns } from './use-columns';
import { UsersToolbar } from './users-toolbar';

export default function UsersPage() {
  const t = useT();
  const can = useCan();
  const filter = toFilter(useSearch({ strict: false }));
  const navigate = useNavigate();
  const columns = useColumns();
  const [selected, setSelected] = useSelection(filter);
  const setFilter = useCallback(
    (next: UserFilter) => void navigate({ to: '/console/users', search: next as never, replace: true }),
    [navigate],
  );
  return (
    <Page
      title={t('users.title')}
      description={t('users.description')}
      actions={
        can.manageUsers && (
          <ExportButton
            name="users"
            start={(format) => {
              const { sort: _sort, ...chosen } = filter;
              return client.api.POST('/api/users/export', { body: { ...chosen, format } });
            }}
          />
        )
      }
    >
      <UsersToolbar filter={filter} setFilter={setFilter} columns={columns} />
      <UsersTable filter={filter} columns={columns.shown} selected={selected} setSelected={setSelected} />
      {selected.size > 0 && <BulkBar selected={selected} clear={() => setSelected(new Set())} />}
    </Page>
  );
}

/** Of one list: with another filter, also one from a link or the history, nobody is selected who may be out of sight. */
function useSelection(filter: UserFilter) {
  const list = JSON.stringify(filter);
  const [selectedIn, setSelectedIn] = useState(list);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  if (selectedIn !== list) {
    setSelectedIn(list);
    setSelected(new Set());
  }
  return [selected, setSelected] as const;
}
