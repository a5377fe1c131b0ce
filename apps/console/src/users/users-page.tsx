import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Page } from '../ui/page';
import { useStateOf } from '../ui/use-state-of';
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
  // With another filter, also one from a link or the history, nobody is selected who may be out of sight.
  const [selected, setSelected] = useStateOf<ReadonlySet<string>>(JSON.stringify(filter), new Set());
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
