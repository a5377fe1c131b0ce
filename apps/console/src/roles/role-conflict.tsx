import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core';
import type { Role } from '../api/client';
import { differencesOf } from '../audit/differences';
import { useT } from '../i18n/i18n-provider';
import type { MessageKey } from '../i18n/messages';
import { ColumnHeads } from '../ui/column-heads';
import { Icon } from '../ui/icons';
import { PermissionName, PermissionValue } from './permission-text';
import { type FullDraft, fullDraftOf } from './role-draft';

interface Props {
  /** The role as the editing began. */
  base: Role;
  mine: FullDraft;
  theirs: Role;
  takeTheirs: () => void;
  saveMine: () => void;
  isSaving: boolean;
}

type Value = boolean | number | string | undefined;

/** Another person has saved the role meanwhile: what each has changed, and which one counts. */
export function RoleConflict({ base, mine, theirs, takeTheirs, saveMine, isSaving }: Props) {
  const t = useT();
  const before = fullDraftOf(base);
  const others = differences(before, fullDraftOf(theirs));
  const own = differences(before, mine);
  const fields = [...new Set([...others.keys(), ...own.keys()])];
  return (
    <Stack>
      <Alert color="yellow" icon={<Icon name="alert" />} role="alert">
        <Text fw={600}>{t('roles.conflict')}</Text>
        {t('roles.conflictText')}
      </Alert>
      <Table className="diff">
        <ColumnHeads names={[t('diff.field'), t('diff.before'), t('roles.theirs'), t('roles.mine')]} />
        <Table.Tbody>
          {fields.map((field) => {
            const was = (others.get(field) ?? own.get(field))?.before as Value;
            return (
              <Table.Tr key={field}>
                <Table.Th scope="row">
                  <FieldName field={field} />
                </Table.Th>
                <Table.Td>
                  <FieldValue field={field} value={was} />
                </Table.Td>
                {[others, own].map((changes, side) => {
                  const changed = changes.get(field);
                  const value = <FieldValue field={field} value={(changed ? changed.after : was) as Value} />;
                  return <Table.Td key={side}>{changed ? <ins>{value}</ins> : value}</Table.Td>;
                })}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={takeTheirs}>
          {t('roles.takeTheirs')}
        </Button>
        <Button onClick={saveMine} loading={isSaving}>
          {t('roles.saveMine')}
        </Button>
      </Group>
    </Stack>
  );
}

const differences = (before: FullDraft, after: FullDraft) =>
  new Map(differencesOf(before, after).map((difference) => [difference.field, difference]));

const labels: Record<string, MessageKey> = {
  name: 'field.name',
  description: 'field.description',
  priority: 'roles.priority',
};

function FieldName({ field }: { field: string }) {
  const t = useT();
  const label = labels[field];
  return label ? t(label) : <PermissionName name={field.replace(/^custom_permissions\./, '')} />;
}

function FieldValue({ field, value }: { field: string; value: Value }) {
  if (field === 'name' || field === 'description') return value || '–';
  return <PermissionValue value={value} />;
}
