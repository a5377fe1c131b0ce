import { ActionIcon, Checkbox, Group, Popover, Select, Stack, TextInput, Tooltip } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { FilterMenu } from './filter-menu';
import { type Columns, columnIds } from './use-columns';
import { sorts, type Sort, type UserFilter } from './user-filter';

/** A person types a word in about this time; milliseconds. */
const PAUSE = 200;

interface Props {
  filter: UserFilter;
  setFilter: (filter: UserFilter) => void;
  columns: Columns;
}

export function UsersToolbar({ filter, setFilter, columns }: Props) {
  const t = useT();
  const [text, setText] = useState(filter.q ?? '');
  const search = useDebouncedCallback((q: string) => setFilter({ ...filter, q: q.trim() || undefined }), PAUSE);
  return (
    <Group gap="xs" role="search">
      <TextInput
        className="grows search"
        type="search"
        aria-label={t('users.search')}
        placeholder={t('users.search')}
        leftSection={<Icon name="search" />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
      />
      <FilterMenu filter={filter} setFilter={setFilter} />
      <Select
        aria-label={t('users.sort')}
        w={190}
        allowDeselect={false}
        data={sorts.map((value) => ({ value, label: t(`users.sort.${value}`) }))}
        value={filter.sort ?? '-date_joined'}
        onChange={(sort) => setFilter({ ...filter, sort: (sort ?? undefined) as Sort | undefined })}
      />
      <ColumnMenu columns={columns} />
    </Group>
  );
}

function ColumnMenu({ columns }: { columns: Columns }) {
  const t = useT();
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Tooltip label={t('table.columns')}>
          <ActionIcon variant="default" size={36} aria-label={t('table.columns')} visibleFrom="sm">
            <Icon name="columns" />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" role="group" aria-label={t('table.columns')}>
          {columnIds.map((id) => (
            <Checkbox
              key={id}
              label={t(`users.column.${id}`)}
              checked={columns.shown.includes(id)}
              onChange={() => columns.toggle(id)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
