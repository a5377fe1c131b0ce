import { Alert, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { AdminUser } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { useCan } from '../session/permissions';
import { CopyId } from '../ui/copy-id';
import { Details } from '../ui/details';
import { Icon } from '../ui/icons';
import { Panel } from '../ui/panel';
import { Tag } from '../ui/tag';
import { Ago, Day } from '../ui/time';
import { useLiveUser } from './live-presence';
import { presenceOf } from './row-presence';
import { LastSeen } from './user-cells';
import { UserEditDialog } from './user-edit-dialog';

export function UserOverview({ user, mayAct }: { user: AdminUser; mayAct: boolean }) {
  const t = useT();
  const can = useCan();
  const live = useLiveUser(user);
  const [isEditing, setEditing] = useState(false);
  const factors = user.mfa_methods.map((method) => t(`factor.${method}`));
  return (
    <Stack gap="lg">
      <BanNotice user={user} />
      <Panel
        title={t('user.profile')}
        actions={
          can.manageUsers &&
          mayAct && (
            <Button variant="default" leftSection={<Icon name="edit" size={16} />} onClick={() => setEditing(true)}>
              {t('action.edit')}
            </Button>
          )
        }
      >
        <Details
          items={[
            [
              t('field.email'),
              <>
                {user.email}{' '}
                <Tag tone={user.email_verified ? 'good' : 'warn'}>
                  {t(user.email_verified ? 'email.verified' : 'email.unverified')}
                </Tag>
              </>,
            ],
            [t('field.username'), user.username],
            [t('field.fullName'), user.full_name],
            [t('user.bio'), user.bio || <Text c="dimmed">{t('state.nothing')}</Text>],
            [t('users.column.factors'), factors.length > 0 ? factors.join(', ') : t('factor.none')],
            [t('users.column.joined'), <Day at={user.date_joined} />],
            [t('users.column.last_seen'), <LastSeen presence={presenceOf(user, live)} />],
            [t('field.id'), <CopyId id={user.id} />],
          ]}
        />
      </Panel>
      {isEditing && <UserEditDialog user={user} close={() => setEditing(false)} />}
    </Stack>
  );
}

function BanNotice({ user }: { user: AdminUser }) {
  const t = useT();
  const format = useFormat();
  if (!user.ban) return null;
  const { reason, until, banned_at } = user.ban;
  return (
    <Alert color="red" icon={<Icon name="ban" />} title={t('ban.notice')}>
      <Text>{reason}</Text>
      <Text size="sm">
        <Ago at={banned_at} /> · {until ? t('ban.ends', { at: format.dateTime(until) }) : t('ban.until.forever')}
      </Text>
    </Alert>
  );
}
