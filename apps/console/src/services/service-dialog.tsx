import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { type FormEvent, useState } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Failure } from '../ui/failure';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';
import type { Shown } from './secret-dialog';
import { type Scope, scopes } from './services.queries';

interface Props {
  service?: Schemas['Service'];
  close: () => void;
  created?: (shown: Shown) => void;
}

type Input = { name: string; scopes: Scope[] };

export function ServiceDialog({ service, close, created }: Props) {
  const t = useT();
  const [chosen, setChosen] = useState<string[]>(service?.scopes ?? ['authorization.read']);
  const shared = { refresh: [['services'], ['audit']], quiet: true };
  const create = useAction({
    ...shared,
    run: (body: Input) => client.api.POST('/api/services', { body }),
    onDone: ({ client_id, client_secret }) => created?.({ clientId: client_id, secret: client_secret }),
  });
  const edit = useAction({
    ...shared,
    run: (body: Input) => client.api.PATCH('/api/services/{id}', { params: { path: { id: service!.id } }, body }),
    done: ({ name }) => t('services.saved', { name }),
    onDone: close,
  });
  const save = service ? edit : create;
  const { values, props } = useFields({ name: service?.name ?? '' }, save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ name: values.name.trim(), scopes: scopes.filter((scope) => chosen.includes(scope)) });
  };
  return (
    <Dialog onClose={close} title={service ? t('services.editTitle', { name: service.name }) : t('services.create')}>
      <form onSubmit={submit}>
        <Stack>
          <Failure error={save.error} fields={['name']} />
          <TextInput
            data-autofocus
            label={t('field.name')}
            required
            withAsterisk={false}
            maxLength={100}
            autoComplete="off"
            {...props('name')}
          />
          <Checkbox.Group label={t('services.scopes')} value={chosen} onChange={setChosen}>
            <Stack gap="xs" mt="xs">
              {scopes.map((scope) => (
                <Checkbox key={scope} value={scope} label={scope} description={t(`scope.${scope}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t(service ? 'action.save' : 'services.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
