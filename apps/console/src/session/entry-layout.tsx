import { Anchor, Box, Group, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Brand } from '../app/brand';
import { useBranding } from '../app/branding';
import { useT } from '../i18n/i18n-provider';
import { LanguageMenu, SchemeMenu } from '../app/preference-menus';
import { useDocumentTitle } from '../ui/page';

/** Of the pages without navigation: signing in, and the set-up. */
export function EntryLayout({ title, children }: { title: string; children: ReactNode }) {
  const t = useT();
  const { support } = useBranding();
  useDocumentTitle(title);
  return (
    <Box className="entry">
      <Group component="header" justify="space-between" p="md">
        <Brand />
        <Group gap={4}>
          <LanguageMenu />
          <SchemeMenu />
        </Group>
      </Group>
      <main className="entry-main" id="main" tabIndex={-1}>
        <Paper withBorder p="xl" className="entry-card">
          <Title order={1} mb="lg">
            {title}
          </Title>
          {children}
        </Paper>
      </main>
      {support && (
        <Box component="footer" className="entry-foot">
          <Anchor href={support} size="sm">
            {t('support.link')}
          </Anchor>
        </Box>
      )}
    </Box>
  );
}
