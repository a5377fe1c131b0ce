import { Button } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';
import { EmptyState } from '../ui/states';

/** Also after an update of the service: the files of the version that is open are gone then. */
export function RouteFailure() {
  const t = useT();
  return (
    <div role="alert">
      <EmptyState
        icon="alert"
        title={t('state.broken')}
        text={t('state.brokenText')}
        action={<Button onClick={() => window.location.reload()}>{t('action.reload')}</Button>}
      />
    </div>
  );
}
