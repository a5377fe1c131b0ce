import { ActionIcon, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { useConfirm } from '../ui/confirm';
import { CopyId } from '../ui/copy-id';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import { Tag } from '../ui/tag';
import { useAction } from '../ui/use-action';
import type { Shown } from './secret-dialog';
import { ServiceDialog } from './service-dialog';
import { ServiceSecrets } from './service-secrets';

interface Props {
  service: Schemas['Service'];
  showSecret: (shown: Shown) => void;
}

export function ServicePanel({ service, showSecret }: Props) {
  const t = useT();
  const [isEditing, setEditing] = useState(false);
  const params = { path: { id: service.id } };
  const addSecret = useAction({
    run: () => client.api.POST('/api/services/{id}/secrets', { params, body: {} }),
    refresh: [['services'], ['audit']],
    onDone: ({ client_secret }) => showSecret({ clientId: service.id, secret: client_secret }),
  });
  return (
    <Panel
      title={service.name}
      actions={
        <>
          <Button variant="default" loading={addSecret.isPending} onClick={() => addSecret.mutate()}>
            {t('services.addSecret')}
          </Button>
          <ServiceMenu service={service} edit={() => setEditing(true)} />
        </>
      }
    >
      <Stack gap="xs">
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t('services.clientId')}
          </Text>
          <CopyId id={service.id} />
        </Group>
        <Group gap="xs">
          {service.scopes.map((scope) => (
            <Tag key={scope} tone="accent">
              {scope}
            </Tag>
          ))}
          {service.scopes.length === 0 && <Tag>{t('services.noScopes')}</Tag>}
        </Group>
      </Stack>
      <ServiceSecrets service={service} />
      {isEditing && <ServiceDialog service={service} close={() => setEditing(false)} />}
    </Panel>
  );
}

function ServiceMenu({ service, edit }: { service: Schemas['Service']; edit: () => void }) {
  const t = useT();
  const confirm = useConfirm();
  const remove = useAction({
    run: () => client.api.DELETE('/api/services/{id}', { params: { path: { id: service.id } } }),
    refresh: [['services'], ['audit']],
    done: () => t('services.deleted', { name: service.name }),
  });
  const ask = async () => {
    const answer = await confirm({
      title: t('services.deleteTitle', { name: service.name }),
      text: t('services.deleteText'),
      confirm: t('services.delete'),
      danger: true,
    });
    if (answer) remove.mutate();
  };
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label={t('services.more', { name: service.name })}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="edit" />} onClick={edit}>
          {t('action.edit')}
        </Menu.Item>
        <Menu.Item className="danger" leftSection={<Icon name="trash" />} onClick={() => void ask()}>
          {t('services.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
