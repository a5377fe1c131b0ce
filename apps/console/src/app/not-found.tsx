import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useT } from '../i18n/i18n-provider';
import { useDocumentTitle } from '../ui/page';
import { EmptyState } from '../ui/states';

export function NotFound() {
  const t = useT();
  useDocumentTitle(t('notFound.title'));
  return (
    <>
      <h1 className="sr-only">{t('notFound.title')}</h1>
      <EmptyState
        icon="search"
        title={t('notFound.title')}
        text={t('notFound.text')}
        action={
          <Button variant="default" component={Link} to="/account">
            {t('nav.account')}
          </Button>
        }
      />
    </>
  );
}
