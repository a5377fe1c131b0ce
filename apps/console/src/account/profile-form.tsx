import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Failure } from '../ui/failure';
import { Panel } from '../ui/panel';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';

export function ProfileForm({ user }: { user: Schemas['User'] }) {
  const t = useT();
  const save = useAction({
    run: (body: { full_name: string; username: string; bio: string }) => client.profile.update(body),
    refresh: [['account', 'profile']],
    done: () => t('profile.saved'),
    quiet: true,
  });
  const { values, props } = useFields(
    { full_name: user.full_name, username: user.username, bio: user.bio },
    save.error,
  );
  const isChanged = (['full_name', 'username', 'bio'] as const).some((name) => values[name] !== user[name]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(values);
  };
  return (
    <Panel title={t('profile.about')}>
      <form onSubmit={submit}>
        <Stack maw={520}>
          <Failure error={save.error} fields={['full_name', 'username', 'bio']} />
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
            description={t('profile.usernameHint')}
            autoComplete="nickname"
            required
            withAsterisk={false}
            maxLength={50}
            {...props('username')}
          />
          <Textarea
            label={t('field.bio')}
            description={t('profile.bioHint')}
            autosize
            minRows={3}
            maxLength={500}
            {...props('bio')}
          />
          <Group>
            <Button type="submit" disabled={!isChanged} loading={save.isPending}>
              {t('action.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
