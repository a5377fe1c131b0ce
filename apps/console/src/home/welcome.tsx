import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { consoleItems } from '../app/navigation';
import { useT } from '../i18n/i18n-provider';
import { useCan } from '../session/permissions';
import { Icon } from '../ui/icons';
import { EmptyState } from '../ui/states';

/** For those who may not see the statistics: what they may do here. */
export function Welcome() {
  const t = useT();
  const can = useCan();
  const items = consoleItems.filter(({ to, allowed }) => to !== '/console' && allowed(can));
  if (items.length === 0) return <EmptyState icon="lock" title={t('state.denied')} text={t('home.noBusiness')} />;
  return (
    <Group>
      {items.map(({ to, label, icon }) => (
        <Button key={to} variant="default" size="md" component={Link} to={to} leftSection={<Icon name={icon} />}>
          {t(label)}
        </Button>
      ))}
    </Group>
  );
}
