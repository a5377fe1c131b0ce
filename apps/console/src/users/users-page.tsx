import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Page } from '../ui/page';
import { BulkBar } from './bulk-bar';
import { ExportMenu } from './export-menu';
import { toFilter, type UserFilter } from './user-filter';
import { UsersTable } from './users-table';
import { useColumns } from './use-columns';
import { UsersToolbar } from './users-toolbar';

export default function UsersPage() {
  const t = useT();
  const filter = toFilter(useSearch({ strict: false }));
  const navigate = useNavigate();
  const columns = useColumns();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const setFilter = useCallback(
    (next: UserFilter) => {
      setSelected(new Set());
      void navigate({ to: '/console/users', search: next as never, replace: true });
    },
    [navigate],
  );
  return (
    <Page title={t('users.title')} description={t('users.description')} actions={<ExportMenu filter={filter} />}>
      <UsersToolbar filter={filter} setFilter={setFilter} columns={columns} />
      <UsersTable filter={filter} columns={columns.shown} selected={selected} setSelected={setSelected} />
      {selected.size > 0 && <BulkBar selected={selected} clear={() => setSelected(new Set())} />}
    </Page>
  );
}
