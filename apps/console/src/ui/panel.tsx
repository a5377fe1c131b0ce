import { Box, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface Props {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page with a heading. */
export function Panel({ title, description, actions, children }: Props) {
  const heading = useId();
  return (
    <Paper component="section" withBorder p="lg" aria-labelledby={heading} className="panel">
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box className="grows">
            <Title order={2} id={heading}>
              {title}
            </Title>
            {description && (
              <Text c="dimmed" size="sm" mt={4} maw={640}>
                {description}
              </Text>
            )}
          </Box>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
