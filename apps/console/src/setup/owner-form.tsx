import { Button, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { EmailField } from '../ui/email-field';
import { Failure } from '../ui/failure';
import { NewPasswordField } from '../ui/password-field';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';

const empty = { full_name: '', username: '', email: '', password: '' };

export function OwnerForm({ token, done }: { token: string; done: () => void }) {
  const t = useT();
  const create = useAction({
    run: (body: typeof empty) => client.api.POST('/api/setup', { body: { token, ...body } }),
    onDone: done,
    quiet: true,
  });
  const { values, props } = useFields(empty, create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(values);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Failure error={create.error} fields={Object.keys(empty)} />
        <TextInput
          label={t('field.fullName')}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={255}
          {...props('full_name')}
        />
        <TextInput
          label={t('field.username')}
          autoComplete="nickname"
          required
          withAsterisk={false}
          maxLength={50}
          {...props('username')}
        />
        <EmailField autoComplete="username" {...props('email')} />
        <NewPasswordField label={t('field.password')} {...props('password')} />
        <Button type="submit" loading={create.isPending}>
          {t('setup.submit')}
        </Button>
      </Stack>
    </form>
  );
}
