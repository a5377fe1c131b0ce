import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useBranding } from '../app/branding';

interface Props {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** Above the title: where this page belongs. */
  above?: ReactNode;
  children: ReactNode;
}

export function Page({ title, description, actions, above, children }: Props) {
  useDocumentTitle(title);
  return (
    <Stack gap="lg" className="page">
      {above}
      <Group justify="space-between" align="flex-start" gap="md">
        <Box className="grows">
          <Title order={1}>{title}</Title>
          {description && (
            <Text c="dimmed" mt={4} maw={640}>
              {description}
            </Text>
          )}
        </Box>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}

export function useDocumentTitle(title: string): void {
  const { name } = useBranding();
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
}
