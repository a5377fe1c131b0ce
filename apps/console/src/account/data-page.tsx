import { Button, Group, Stack, Text } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { type FormEvent, useState } from 'react';
import { useUser } from '@collabsphere/client/react';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { download } from '../ui/download';
import { Failure } from '../ui/failure';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { PasswordField } from '../ui/password-field';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';

export default function DataPage() {
  const t = useT();
  const user = useUser();
  const [isDeleting, setDeleting] = useState(false);
  const exportData = useAction({
    run: () => client.profile.export(),
    onDone: (data) =>
      download(
        `${user?.username ?? 'account'}.json`,
        new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }),
      ),
  });
  return (
    <Page title={t('data.title')} description={t('data.description')}>
      <Panel title={t('data.export')} description={t('data.exportText')}>
        <Group>
          <Button
            variant="default"
            leftSection={<Icon name="download" />}
            loading={exportData.isPending}
            onClick={() => exportData.mutate()}
          >
            {t('data.exportSubmit')}
          </Button>
        </Group>
      </Panel>
      <Panel title={t('data.delete')} description={t('data.deleteText')}>
        <Group>
          <Button color="red" variant="outline" leftSection={<Icon name="trash" />} onClick={() => setDeleting(true)}>
            {t('data.deleteOpen')}
          </Button>
        </Group>
      </Panel>
      {isDeleting && <DeleteDialog close={() => setDeleting(false)} />}
    </Page>
  );
}

function DeleteDialog({ close }: { close: () => void }) {
  const t = useT();
  const remove = useAction({ run: (password: string) => client.profile.delete(password), quiet: true });
  const { values, props } = useFields({ password: '' }, remove.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate(values.password);
  };
  return (
    <Dialog onClose={close} title={t('data.delete')}>
      <form onSubmit={submit}>
        <Stack>
          <Text>{t('data.deleteWarning')}</Text>
          <Failure error={remove.error} fields={['password']} />
          <PasswordField
            data-autofocus
            label={t('field.password')}
            required
            withAsterisk={false}
            {...props('password')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" color="red" loading={remove.isPending}>
              {t('data.deleteSubmit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
