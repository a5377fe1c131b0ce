import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';

type Kind = 'yes' | 'number' | 'text';

export interface PermissionRow {
  id: string;
  name: string;
  kind: Kind;
  value: string;
}

type Values = Record<string, boolean | number | string>;

const kindOf = (value: boolean | number | string): Kind =>
  typeof value === 'boolean' ? 'yes' : typeof value === 'number' ? 'number' : 'text';

export const toRows = (values: Values): PermissionRow[] =>
  Object.entries(values).map(([name, value]) => ({
    id: crypto.randomUUID(),
    name,
    kind: kindOf(value),
    value: String(value),
  }));

const toValue = ({ kind, value }: PermissionRow) =>
  kind === 'yes' ? value !== 'false' : kind === 'number' ? Number(value) : value;

export const toObject = (rows: PermissionRow[]): Values =>
  Object.fromEntries(rows.filter(({ name }) => name.trim()).map((row) => [row.name.trim(), toValue(row)]));

interface Props {
  rows: PermissionRow[];
  setRows: (rows: PermissionRow[]) => void;
}

/** Permissions that the services define. */
export function CustomPermissions({ rows, setRows }: Props) {
  const t = useT();
  const change = (id: string, edit: Partial<PermissionRow>) =>
    setRows(rows.map((row) => (row.id === id ? { ...row, ...edit } : row)));
  return (
    <Stack gap="xs" role="group" aria-label={t('customs.title')}>
      <Text fw={550} size="sm">
        {t('customs.title')}
      </Text>
      {rows.map((row) => (
        <Group key={row.id} gap="xs" align="flex-start" className="custom-permission">
          <TextInput
            className="grows"
            aria-label={t('customs.name')}
            placeholder="max_pins"
            pattern="[a-z][a-z0-9_.:]*"
            title={t('customs.pattern')}
            value={row.name}
            onChange={({ currentTarget }) => change(row.id, { name: currentTarget.value })}
          />
          <Select
            aria-label={t('customs.kind')}
            w={120}
            allowDeselect={false}
            data={(['yes', 'number', 'text'] as const).map((kind) => ({
              value: kind,
              label: t(`customs.kind.${kind}`),
            }))}
            value={row.kind}
            onChange={(kind) => change(row.id, { kind: kind as Kind, value: kind === 'yes' ? 'true' : '' })}
          />
          {row.kind === 'yes' ? (
            <Select
              aria-label={t('customs.value')}
              w={100}
              allowDeselect={false}
              data={[
                { value: 'true', label: t('permission.yes') },
                { value: 'false', label: t('permission.no') },
              ]}
              value={row.value === 'false' ? 'false' : 'true'}
              onChange={(value) => change(row.id, { value: value ?? 'true' })}
            />
          ) : (
            <TextInput
              aria-label={t('customs.value')}
              w={100}
              required
              type={row.kind === 'number' ? 'number' : 'text'}
              min={0}
              step="any"
              value={row.value}
              onChange={({ currentTarget }) => change(row.id, { value: currentTarget.value })}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('customs.remove', { name: row.name })}
            onClick={() => setRows(rows.filter(({ id }) => id !== row.id))}
          >
            <Icon name="trash" />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => setRows([...rows, { id: crypto.randomUUID(), name: '', kind: 'yes', value: 'true' }])}
        >
          {t('customs.add')}
        </Button>
      </Group>
    </Stack>
  );
}
