import { ActionIcon, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { deviceName } from '../session/device-name';
import { canUsePasskeys } from '../session/use-autofill';
import { useConfirm } from '../ui/confirm';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import { isProblem } from '../ui/problem';
import { Ago, Day } from '../ui/time';
import { useAction } from '../ui/use-action';
import { RenameDialog } from './rename-dialog';

type Passkey = Schemas['Passkey'];

interface Props {
  passkeys: Passkey[];
  showCodes: (codes: string[]) => void;
}

export function PasskeysPanel({ passkeys, showCodes }: Props) {
  const t = useT();
  const add = useAction({
    run: async () => {
      try {
        return await client.passkeys.add(deviceName());
      } catch (error) {
        // No failure: the person closed the browser's dialog.
        if (isProblem(error, 'passkey_cancelled')) return undefined;
        throw error;
      }
    },
    refresh: [['account', 'mfa']],
    onDone: (added) => showCodes(added?.recovery_codes ?? []),
  });
  return (
    <Panel
      title={t('passkeys.title')}
      description={t('passkeys.description')}
      actions={
        canUsePasskeys && (
          <Button
            variant="default"
            leftSection={<Icon name="plus" />}
            loading={add.isPending}
            onClick={() => add.mutate()}
          >
            {t('passkeys.add')}
          </Button>
        )
      }
    >
      {passkeys.length === 0 ? (
        <Text c="dimmed" size="sm">
          {t('passkeys.none')}
        </Text>
      ) : (
        <Stack component="ul" gap="sm" className="plain-list">
          {passkeys.map((passkey) => (
            <PasskeyItem key={passkey.id} passkey={passkey} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function PasskeyItem({ passkey }: { passkey: Passkey }) {
  const t = useT();
  const confirm = useConfirm();
  const [isRenaming, setRenaming] = useState(false);
  const { id, name } = passkey;
  const remove = useAction({
    run: () => client.passkeys.remove(id),
    refresh: [['account', 'mfa']],
    done: () => t('passkeys.removed', { name }),
  });
  const rename = useAction({
    run: (next: string) => client.passkeys.rename(id, next),
    refresh: [['account', 'mfa']],
    onDone: () => setRenaming(false),
  });
  const askAndRemove = async () => {
    const answer = await confirm({
      title: t('passkeys.removeTitle', { name }),
      text: t('passkeys.removeText'),
      confirm: t('action.remove'),
      danger: true,
    });
    if (answer) remove.mutate();
  };
  return (
    <Group component="li" justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap" className="grows">
        <Icon name="key" size={22} />
        <div className="grows">
          <Text fw={550}>{name}</Text>
          <Text size="sm" c="dimmed">
            {t('passkeys.added')} <Day at={passkey.created_at} />
            {passkey.last_used_at && (
              <>
                {' · '}
                {t('passkeys.used')} <Ago at={passkey.last_used_at} />
              </>
            )}
            {passkey.backed_up && ` · ${t('passkeys.backedUp')}`}
          </Text>
        </div>
      </Group>
      <Group gap={4} wrap="nowrap">
        <Tooltip label={t('action.rename')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('passkeys.renameOne', { name })}
            onClick={() => setRenaming(true)}
          >
            <Icon name="edit" />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('action.remove')}>
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('passkeys.removeOne', { name })}
            onClick={() => void askAndRemove()}
          >
            <Icon name="trash" />
          </ActionIcon>
        </Tooltip>
      </Group>
      {isRenaming && (
        <RenameDialog name={name} isBusy={rename.isPending} close={() => setRenaming(false)} save={rename.mutate} />
      )}
    </Group>
  );
}
