import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { EntryLayout } from '../session/entry-layout';
import { Icon } from '../ui/icons';
import { isProblem } from '../ui/problem';
import { QueryView } from '../ui/query-view';
import { EmptyState } from '../ui/states';
import { OwnerForm } from './owner-form';

/** The link that the service logs at its first start. */
export default function SetupPage() {
  const t = useT();
  const format = useFormat();
  const { token } = useParams({ strict: false }) as { token: string };
  const [isMade, setMade] = useState(false);
  const link = useQuery({
    queryKey: ['setup', token],
    queryFn: () => client.api.POST('/api/setup/preview', { body: { token } }),
    retry: false,
    staleTime: Infinity,
  });
  return (
    <EntryLayout title={t('setup.title')}>
      {isMade ? (
        <Stack>
          <Alert color="teal" icon={<Icon name="check" />} role="status">
            {t('setup.done')}
          </Alert>
          {/* A whole load of the page: the link is used up and leaves the history of this page. */}
          <Button component="a" href="/console">
            {t('setup.signIn')}
          </Button>
        </Stack>
      ) : isProblem(link.error, 'invalid_token', 'token_expired', 'validation_failed') ? (
        <div role="alert">
          <EmptyState icon="link" title={t('setup.invalid')} text={t('setup.invalidText')} />
        </div>
      ) : (
        <QueryView query={link}>
          {({ expires_at }) => (
            <Stack>
              <Text c="dimmed">{t('setup.text')}</Text>
              <OwnerForm token={token} done={() => setMade(true)} />
              <Text size="sm" c="dimmed">
                {t('setup.expires', { at: format.dateTime(expires_at) })}
              </Text>
            </Stack>
          )}
        </QueryView>
      )}
    </EntryLayout>
  );
}
