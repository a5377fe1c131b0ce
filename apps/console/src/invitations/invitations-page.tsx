import { Button, Stack } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { MoreButton } from '../ui/more-button';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { EmptyState, ErrorState, LoadingState } from '../ui/states';
import { InvitationItem } from './invitation-item';
import { InviteDialog } from './invite-dialog';
import { invitationsQuery } from './invitations.queries';

export default function InvitationsPage() {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <Page
      title={t('invitations.title')}
      description={t('invitations.description')}
      actions={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setOpen(true)}>
          {t('invitations.create')}
        </Button>
      }
    >
      <Panel title={t('invitations.list')}>
        <InvitationList />
      </Panel>
      {isOpen && <InviteDialog close={() => setOpen(false)} />}
    </Page>
  );
}

function InvitationList() {
  const t = useT();
  const invitations = useInfiniteQuery(invitationsQuery);
  if (invitations.data === undefined)
    return invitations.error ? (
      <ErrorState error={invitations.error} retry={() => void invitations.refetch()} />
    ) : (
      <LoadingState />
    );
  if (invitations.data.length === 0)
    return <EmptyState icon="mail" title={t('invitations.none')} text={t('invitations.noneText')} />;
  return (
    <>
      <Stack component="ul" gap="md" className="plain-list">
        {invitations.data.map((invitation) => (
          <InvitationItem key={invitation.id} invitation={invitation} />
        ))}
      </Stack>
      <MoreButton list={invitations} />
    </>
  );
}
