import { Button, Group, Stack, Text } from '@mantine/core';
import { client, type Schemas } from '../api/client';
import { useFormat, useT } from '../i18n/i18n-provider';
import { useConfirm } from '../ui/confirm';
import { Tag } from '../ui/tag';
import { Ago, Day } from '../ui/time';
import { useAction } from '../ui/use-action';

/** Two or more are valid at once, so that a service changes its secret without a gap: add one, use it, remove the old one. */
export function ServiceSecrets({ service }: { service: Schemas['Service'] }) {
  const t = useT();
  const isLast = service.secrets.length === 1;
  return (
    <section aria-label={t('services.secretsOf', { name: service.name })}>
      <Text fw={600} size="sm" mb="xs">
        {t('services.secrets')}
      </Text>
      <Stack component="ul" gap="sm" className="plain-list">
        {service.secrets.map((secret) => (
          <SecretItem key={secret.id} serviceId={service.id} secret={secret} isLast={isLast} />
        ))}
      </Stack>
    </section>
  );
}

interface ItemProps {
  serviceId: string;
  secret: Schemas['ServiceSecret'];
  isLast: boolean;
}

function SecretItem({ serviceId, secret, isLast }: ItemProps) {
  const t = useT();
  const format = useFormat();
  const confirm = useConfirm();
  const remove = useAction({
    run: () =>
      client.api.DELETE('/api/services/{id}/secrets/{secret_id}', {
        params: { path: { id: serviceId, secret_id: secret.id } },
      }),
    refresh: [['services'], ['audit']],
    done: () => t('services.secretRemoved'),
  });
  const ask = async () => {
    const answer = await confirm({
      title: t('services.removeSecret'),
      text: t(isLast ? 'services.removeLastText' : 'services.removeSecretText'),
      confirm: t('action.remove'),
      danger: true,
    });
    if (answer) remove.mutate();
  };
  const made = format.dateTime(secret.created_at);
  return (
    <Group component="li" justify="space-between" wrap="nowrap">
      <Text size="sm" component="div" className="parts">
        <span>
          {t('services.made')} <Day at={secret.created_at} />
        </span>
        <span>
          {secret.last_used_at ? (
            <>
              {t('services.used')} <Ago at={secret.last_used_at} />
            </>
          ) : (
            t('services.neverUsed')
          )}
        </span>
        {secret.expires_at && (
          <Tag tone="warn">{t('services.expires', { at: format.dateTime(secret.expires_at) })}</Tag>
        )}
      </Text>
      <Button variant="default" size="xs" aria-label={t('services.removeOne', { at: made })} onClick={() => void ask()}>
        {t('action.remove')}
      </Button>
    </Group>
  );
}
