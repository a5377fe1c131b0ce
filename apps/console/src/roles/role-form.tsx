import { Button, Checkbox, Group, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useUser } from '@collabsphere/client/react';
import { client, permissionFlags, type Role } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { useConfirm } from '../ui/confirm';
import { Failure } from '../ui/failure';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';
import { CustomPermissions, toObject, toRows } from './custom-permissions';
import { isOwner, rankOf } from './hierarchy';
import { PermissionName } from './permission-text';
import { draftOf, type FullDraft } from './role-draft';

/** What an edit of a role changes. */
export const roleQueries = [['roles'], ['user'], ['users'], ['audit']];
const fields = ['name', 'description', 'priority'];

interface FormProps {
  role?: Role;
  error: unknown;
  isSaving: boolean;
  save: (draft: FullDraft) => void;
  close: () => void;
}

export function RoleForm({ role, error, isSaving, save, close }: FormProps) {
  const t = useT();
  const me = useUser();
  const [draft, setDraft] = useState(() => draftOf(role));
  const [rows, setRows] = useState(() => toRows(role?.custom_permissions ?? {}));
  const { values, props } = useFields({ name: role?.name ?? '', description: role?.description ?? '' }, error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ ...draft, ...values, custom_permissions: toObject(rows) });
  };
  const highest = me ? (isOwner(me) ? 999 : rankOf(me) - 1) : 0;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Failure error={error} fields={fields} />
        <TextInput
          data-autofocus
          label={t('field.name')}
          required
          withAsterisk={false}
          maxLength={50}
          disabled={role?.is_system}
          description={role?.is_system ? t('roles.systemName') : undefined}
          autoComplete="off"
          {...props('name')}
        />
        <Textarea label={t('field.description')} autosize maxLength={1000} {...props('description')} />
        <NumberInput
          label={t('roles.priority')}
          description={t('roles.priorityHint', { highest })}
          min={0}
          max={highest}
          allowDecimal={false}
          value={draft.priority}
          onChange={(value) => setDraft({ ...draft, priority: Number(value) || 0 })}
        />
        <Stack gap="xs" role="group" aria-label={t('roles.flags')}>
          {permissionFlags.map((flag) => (
            <Checkbox
              key={flag}
              label={<PermissionName name={flag} />}
              description={t(`permission.${flag}.text`)}
              checked={draft[flag]}
              onChange={({ currentTarget }) => setDraft({ ...draft, [flag]: currentTarget.checked })}
            />
          ))}
          <Checkbox
            label={t('permission.require_mfa')}
            description={t('permission.require_mfa.text')}
            checked={draft.require_mfa}
            onChange={({ currentTarget }) => setDraft({ ...draft, require_mfa: currentTarget.checked })}
          />
        </Stack>
        <CustomPermissions rows={rows} setRows={setRows} />
        <Group justify="space-between">
          {role && !role.is_system ? <DeleteRole role={role} close={close} /> : <span />}
          <Group gap="xs">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={isSaving}>
              {t('action.save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

function DeleteRole({ role, close }: { role: Role; close: () => void }) {
  const t = useT();
  const confirm = useConfirm();
  const remove = useAction({
    run: () => client.api.DELETE('/api/roles/{id}', { params: { path: { id: role.id } } }),
    refresh: roleQueries,
    done: () => t('roles.deleted', { role: role.name }),
    onDone: close,
  });
  const ask = async () => {
    const answer = await confirm({
      title: t('roles.deleteTitle', { role: role.name }),
      text: t('roles.deleteText'),
      confirm: t('roles.delete'),
      danger: true,
    });
    if (answer) remove.mutate();
  };
  return (
    <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => void ask()}>
      {t('roles.delete')}
    </Button>
  );
}
