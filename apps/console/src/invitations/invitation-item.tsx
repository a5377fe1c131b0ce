import { Button, Group, Text } from '@mantine/core';
import { client, type Schemas } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { useConfirm } from '../ui/confirm';
import { Tag, type Tone } from '../ui/tag';
import { Ago } from '../ui/time';
import { useAction } from '../ui/use-action';

type Invitation = Schemas['Invitation'];

const tones: Record<Invitation['state'], Tone> = {
  pending: 'accent',
  accepted: 'good',
  expired: 'plain',
  revoked: 'plain',
};

export function InvitationItem({ invitation }: { invitation: Invitation }) {
  const t = useT();
  const format = useFormat();
  const confirm = useConfirm();
  const { id, email, role, state, invited_by, created_at, expires_at } = invitation;
  const revoke = useAction({
    run: () => client.api.DELETE('/api/invitations/{id}', { params: { path: { id } } }),
    refresh: [['invitations'], ['audit']],
    done: () => t('invitations.revoked', { email }),
  });
  const ask = async () => {
    const answer = await confirm({
      title: t('invitations.revokeTitle', { email }),
      text: t('invitations.revokeText'),
      confirm: t('invitations.revoke'),
      danger: true,
    });
    if (answer) revoke.mutate();
  };
  return (
    <Group component="li" justify="space-between" wrap="nowrap" align="flex-start">
      <div className="grows">
        <Group gap="xs">
          <Text fw={550}>{email}</Text>
          <Tag tone={tones[state]}>{t(`invitations.state.${state}`)}</Tag>
          {role && <Tag>{role.name}</Tag>}
        </Group>
        <Text size="sm" c="dimmed" component="div" className="parts">
          {invited_by && <span>{t('invitations.by', { name: invited_by.full_name })}</span>}
          <Ago at={created_at} />
          {state === 'pending' && <span>{t('invitations.expires', { at: format.dateTime(expires_at) })}</span>}
        </Text>
      </div>
      {state === 'pending' && (
        <Button
          variant="default"
          size="xs"
          loading={revoke.isPending}
          aria-label={t('invitations.revokeTitle', { email })}
          onClick={() => void ask()}
        >
          {t('invitations.revoke')}
        </Button>
      )}
    </Group>
  );
}
