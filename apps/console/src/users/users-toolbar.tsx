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
  const { text, type } = useSearchText(filter.q, (q) => setFilter({ ...filter, q }));
  return (
    <Group gap="xs" role="search">
      <TextInput
        className="grows search"
        type="search"
        aria-label={t('users.search')}
        placeholder={t('users.search')}
        leftSection={<Icon name="search" />}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
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

/** What is typed goes to the address after a pause. Another address, such as by a link, is what the field shows. */
function useSearchText(q: string | undefined, search: (q: string | undefined) => void) {
  const [text, setText] = useState(q ?? '');
  const [shown, setShown] = useState(q);
  const [sent, setSent] = useState(q);
  if (q !== shown) {
    setShown(q);
    setSent(q);
    if (q !== sent) setText(q ?? '');
  }
  const send = useDebouncedCallback(() => {
    const typed = text.trim() || undefined;
    setSent(typed);
    search(typed);
  }, PAUSE);
  const type = (next: string) => {
    setText(next);
    send();
  };
  return { text, type };
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
