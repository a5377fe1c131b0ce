import { Button, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { Page } from '../ui/page';
import { Panel } from '../ui/panel';
import { QueryView } from '../ui/query-view';
import { EmptyState } from '../ui/states';
import { FollowersPanel } from './followers-panel';
import { type Shown, SecretDialog } from './secret-dialog';
import { ServiceDialog } from './service-dialog';
import { ServicePanel } from './service-panel';
import { servicesQuery } from './services.queries';

export default function ServicesPage() {
  const t = useT();
  const services = useQuery(servicesQuery);
  const [isCreating, setCreating] = useState(false);
  const [secret, setSecret] = useState<Shown>();
  return (
    <Page
      title={t('services.title')}
      description={t('services.description')}
      actions={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setCreating(true)}>
          {t('services.create')}
        </Button>
      }
    >
      <QueryView query={services}>
        {(items) =>
          items.length === 0 ? (
            <Panel title={t('services.list')}>
              <EmptyState icon="services" title={t('services.none')} text={t('services.noneText')} />
            </Panel>
          ) : (
            <Stack gap="lg">
              {items.map((service) => (
                <ServicePanel key={service.id} service={service} showSecret={setSecret} />
              ))}
            </Stack>
          )
        }
      </QueryView>
      <FollowersPanel />
      {isCreating && (
        <ServiceDialog
          close={() => setCreating(false)}
          created={(shown) => {
            setCreating(false);
            setSecret(shown);
          }}
        />
      )}
      {secret && <SecretDialog secret={secret} close={() => setSecret(undefined)} />}
    </Page>
  );
}
