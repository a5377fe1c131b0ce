import { Button, Group, Popover, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useT } from '../i18n/i18n-provider';
import { rolesQuery } from '../roles/roles.queries';
import { Icon } from '../ui/icons';
import { useStateOf } from '../ui/use-state-of';
import { countFilters, type Flag, flags, type UserFilter } from './user-filter';

interface Props {
  filter: UserFilter;
  setFilter: (filter: UserFilter) => void;
}

export function FilterMenu({ filter, setFilter }: Props) {
  const t = useT();
  const count = countFilters(filter);
  return (
    <Popover position="bottom-end" width={300} withinPortal trapFocus>
      <Popover.Target>
        <Button variant={count > 0 ? 'light' : 'default'} leftSection={<Icon name="filter" size={16} />}>
          {count > 0 ? t('users.filterCount', { count }) : t('users.filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('users.filter')}>
        <Stack gap="sm">
          <RoleFilter filter={filter} setFilter={setFilter} />
          {flags.map((name) => (
            <FlagFilter key={name} name={name} filter={filter} setFilter={setFilter} />
          ))}
          <Group grow>
            <DayFilter name="joined_after" filter={filter} setFilter={setFilter} />
            <DayFilter name="joined_before" filter={filter} setFilter={setFilter} />
          </Group>
          <Button
            variant="default"
            disabled={count === 0}
            onClick={() => setFilter({ q: filter.q, sort: filter.sort })}
          >
            {t('users.filterClear')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function RoleFilter({ filter, setFilter }: Props) {
  const t = useT();
  const roles = useQuery(rolesQuery);
  return (
    <Select
      label={t('users.column.role')}
      placeholder={t('filter.any')}
      clearable
      searchable
      comboboxProps={{ withinPortal: false }}
      data={(roles.data ?? []).map(({ name }) => name)}
      value={filter.role ?? null}
      onChange={(role) => setFilter({ ...filter, role: role ?? undefined })}
    />
  );
}

function FlagFilter({ name, filter, setFilter }: Props & { name: Flag }) {
  const t = useT();
  const value = filter[name];
  return (
    <Select
      label={t(`filter.${name}`)}
      placeholder={t('filter.any')}
      clearable
      comboboxProps={{ withinPortal: false }}
      data={[
        { value: 'true', label: t('filter.yes') },
        { value: 'false', label: t('filter.no') },
      ]}
      value={value === undefined ? null : String(value)}
      onChange={(next) => setFilter({ ...filter, [name]: next === null ? undefined : next === 'true' })}
    />
  );
}

/** Days of the person's own calendar. */
function DayFilter({ name, filter, setFilter }: Props & { name: 'joined_after' | 'joined_before' }) {
  const t = useT();
  const value = filter[name];
  const chosen = value ? toDay(new Date(value)) : '';
  const [day, setDay] = useStateOf(chosen, chosen);
  const type = (next: string) => {
    setDay(next);
    // A year is typed digit by digit: 2, 20, 202.
    if (next.startsWith('0')) return;
    setFilter({ ...filter, [name]: next ? new Date(`${next}T00:00`).toISOString() : undefined });
  };
  return (
    <TextInput
      type="date"
      label={t(`filter.${name}`)}
      max="9999-12-31"
      value={day}
      onChange={({ currentTarget }) => type(currentTarget.value)}
    />
  );
}

const toDay = (at: Date) =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
