import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import type { FormEvent } from 'react';
import { type AdminUser, client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Failure } from '../ui/failure';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';

type Edit = Record<'full_name' | 'username' | 'bio', string>;

export function UserEditDialog({ user, close }: { user: AdminUser; close: () => void }) {
  const t = useT();
  const { full_name, username, bio } = user;
  const params = { path: { id: user.id } };
  const patch = (body: Edit) => client.api.PATCH('/api/users/{id}', { params, body });
  const save = useAction({
    run: patch,
    refresh: [['user', user.id], ['users']],
    done: () => t('user.saved'),
    undo: () => () => patch({ full_name, username, bio }),
    onDone: close,
    quiet: true,
  });
  const { values, props } = useFields({ full_name, username, bio }, save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(values);
  };
  return (
    <Dialog onClose={close} title={t('user.edit')}>
      <form onSubmit={submit}>
        <Stack>
          <Failure error={save.error} fields={['full_name', 'username', 'bio']} />
          <TextInput
            data-autofocus
            label={t('field.fullName')}
            required
            withAsterisk={false}
            maxLength={255}
            autoComplete="off"
            {...props('full_name')}
          />
          <TextInput
            label={t('field.username')}
            required
            withAsterisk={false}
            maxLength={50}
            autoComplete="off"
            {...props('username')}
          />
          <Textarea label={t('user.bio')} autosize minRows={3} maxLength={500} {...props('bio')} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
