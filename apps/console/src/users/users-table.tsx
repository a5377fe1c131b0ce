import { Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { AdminUser } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { type Column, DataTable } from '../ui/data-table';
import { MoreButton } from '../ui/more-button';
import { EmptyState, ErrorState, LoadingState } from '../ui/states';
import { RowPresenceProvider, useRowPresence } from './row-presence';
import { cells } from './user-cells';
import type { ColumnId } from './use-columns';
import type { UserFilter } from './user-filter';
import { usersQuery } from './users.queries';

interface Props {
  filter: UserFilter;
  columns: ColumnId[];
  selected: ReadonlySet<string>;
  setSelected: (ids: ReadonlySet<string>) => void;
}

const idOf = ({ id }: AdminUser) => id;

export function UsersTable({ filter, columns, selected, setSelected }: Props) {
  const t = useT();
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  const users = useInfiniteQuery({ ...usersQuery(filter), placeholderData: keepPreviousData });
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData } = users;
  const more = useCallback(() => {
    // After a failure the person decides: by itself it would be repeated without an end.
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  const list = useShownList(filter, isPlaceholderData);
  const shown = useMemo<Column<AdminUser>[]>(
    () =>
      ['name' as const, ...columns]
        .map((id) => ({ id, header: t(`users.column.${id}`), ...cells[id] }))
        .filter(({ wide }) => !wide || !isNarrow),
    [columns, isNarrow, t],
  );
  const { presence, onRows } = useRowPresence();
  const items = users.data;
  if (users.error && !items) return <ErrorState error={users.error} retry={() => void users.refetch()} />;
  if (!items) return <LoadingState rows={8} />;
  if (items.length === 0) return <EmptyState icon="users" title={t('users.none')} text={t('users.noneText')} />;
  return (
    <div>
      <RowPresenceProvider value={presence}>
        <DataTable
          label={t('users.title')}
          list={list}
          items={items}
          idOf={idOf}
          columns={shown}
          selection={{ selected, set: setSelected, label: ({ username }) => t('users.select', { name: username }) }}
          more={hasNextPage ? more : undefined}
          onRows={onRows}
        />
      </RowPresenceProvider>
      {isFetchNextPageError && <MoreButton list={users} />}
      <Text size="sm" c="dimmed" mt="xs" role="status">
        {t(hasNextPage ? 'table.loadedMore' : 'table.loaded', { count: items.length })}
      </Text>
    </div>
  );
}

/** The list before is shown until the answer for another filter is there. */
function useShownList(filter: UserFilter, isPlaceholder: boolean): string {
  const asked = JSON.stringify(filter);
  const [shown, setShown] = useState(asked);
  if (!isPlaceholder && shown !== asked) setShown(asked);
  return shown;
}
