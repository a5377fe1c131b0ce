import { ActionIcon, Code, CopyButton, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';
import { Icon } from './icons';

/** A value to copy, such as a secret that is shown once. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const t = useT();
  return (
    <Stack gap={4}>
      <Text size="sm" fw={550}>
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Code className="copied-value grows">{value}</Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Tooltip label={t(copied ? 'action.copied' : 'action.copy')}>
              <ActionIcon
                variant="default"
                size="lg"
                onClick={copy}
                aria-label={t(copied ? 'action.copied' : 'action.copy')}
              >
                <Icon name={copied ? 'check' : 'copy'} />
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
    </Stack>
  );
}
