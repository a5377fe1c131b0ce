import { Center, Loader } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';

export function Splash() {
  const t = useT();
  return (
    <Center mih="60dvh" role="status" aria-label={t('state.loading')}>
      <Loader type="dots" />
    </Center>
  );
}
