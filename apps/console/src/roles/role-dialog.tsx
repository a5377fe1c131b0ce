import { Button, Checkbox, Group, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { Dialog } from '../ui/dialog';
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
import { draftOf, type FullDraft, saveRole, textsOf } from './role-draft';

const refresh = [['roles'], ['user'], ['users'], ['audit']];
const fields = ['name', 'description', 'priority'];

export function RoleDialog({ role, close }: { role?: Role; close: () => void }) {
  const t = useT();
  const me = useUser();
  const [draft, setDraft] = useState(() => draftOf(role));
  const [rows, setRows] = useState(() => toRows(role?.custom_permissions ?? {}));
  const save = useAction<FullDraft, Role>({
    run: (full) => saveRole(role, full),
    refresh,
    done: (saved) => t(role ? 'roles.saved' : 'roles.created', { role: saved.name }),
    undo: (saved) => (role ? () => saveRole(saved, { ...draftOf(role), ...textsOf(role) }) : undefined),
    onDone: close,
    quiet: true,
  });
  const { values, props } = useFields({ name: role?.name ?? '', description: role?.description ?? '' }, save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ ...draft, ...values, custom_permissions: toObject(rows) });
  };
  const highest = me ? (isOwner(me) ? 999 : rankOf(me) - 1) : 0;
  return (
    <Dialog onClose={close} size="lg" title={role ? t('roles.editTitle', { role: role.name }) : t('roles.create')}>
      <form onSubmit={submit}>
        <Stack>
          <Failure error={save.error} fields={fields} />
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
              <Button type="submit" loading={save.isPending}>
                {t('action.save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function DeleteRole({ role, close }: { role: Role; close: () => void }) {
  const t = useT();
  const confirm = useConfirm();
  const remove = useAction({
    run: () => client.api.DELETE('/api/roles/{id}', { params: { path: { id: role.id } } }),
    refresh,
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
