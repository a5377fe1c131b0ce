import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { nameQuery } from './users.queries';

interface Props {
  label: string;
  value: string | undefined;
  onChange: (id: string | null) => void;
}

/** A user, found as one types. */
export function PersonSelect({ label, value, onChange }: Props) {
  const t = useT();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const found = useQuery({
    queryKey: ['people', q],
    queryFn: () => client.api.GET('/api/users', { params: { query: { q: q || undefined, limit: 10 } } }),
    placeholderData: keepPreviousData,
  });
  const chosen = useQuery({ ...nameQuery(value ?? ''), enabled: value !== undefined });
  const options = new Map(
    (found.data?.items ?? []).map(({ id, full_name, username }) => [id, `${full_name} (@${username})`]),
  );
  if (value) options.set(value, chosen.data ? `${chosen.data.full_name} (@${chosen.data.username})` : value);
  return (
    <Select
      label={label}
      placeholder={t('filter.any')}
      clearable
      searchable
      w={230}
      data={[...options].map(([id, name]) => ({ value: id, label: name }))}
      // The service has searched already.
      filter={({ options: all }) => all}
      nothingFoundMessage={t('users.none')}
      value={value ?? null}
      onChange={onChange}
      onSearchChange={setText}
    />
  );
}
