import { Button, Group, Select, Stack, Textarea } from '@mantine/core';
import { Dialog } from '../ui/dialog';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useUser } from '@collabsphere/client/react';
import { client, type Schemas } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { mayManageRole } from '../roles/hierarchy';
import { rolesQuery } from '../roles/roles.queries';
import { EmailField } from '../ui/email-field';
import { Failure } from '../ui/failure';
import { useAction } from '../ui/use-action';
import { useFields } from '../ui/use-fields';

export function InviteDialog({ close }: { close: () => void }) {
  const t = useT();
  const me = useUser();
  const roles = useQuery(rolesQuery);
  const [role, setRole] = useState<string | null>(null);
  const invite = useAction({
    run: (body: Schemas['NewInvitation']) => client.api.POST('/api/invitations', { body }),
    refresh: [['invitations'], ['audit']],
    done: ({ email }) => t('invitations.sent', { email }),
    onDone: close,
    quiet: true,
  });
  const { values, props } = useFields({ email: '', message: '' }, invite.error);
  const offered = (roles.data ?? []).filter((one) => me && mayManageRole(me, one));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ email: values.email, role: role ?? undefined, message: values.message.trim() || undefined });
  };
  return (
    <Dialog onClose={close} title={t('invitations.create')}>
      <form onSubmit={submit}>
        <Stack>
          <Failure error={invite.error} fields={['email', 'message']} />
          <EmailField data-autofocus autoComplete="off" {...props('email')} />
          <Select
            label={t('roles.role')}
            placeholder={t('invitations.defaultRole')}
            clearable
            data={offered.map(({ id, name }) => ({ value: id, label: name }))}
            value={role}
            onChange={setRole}
          />
          <Textarea
            label={t('invitations.message')}
            description={t('invitations.messageHint')}
            autosize
            minRows={2}
            maxLength={500}
            {...props('message')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={invite.isPending}>
              {t('invitations.send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
