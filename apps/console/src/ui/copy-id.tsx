import { ActionIcon, Code, CopyButton, Group } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';
import { Icon } from './icons';

export function CopyId({ id }: { id: string }) {
  const t = useT();
  return (
    <Group gap={4} wrap="nowrap">
      <Code className="plain-code">{id}</Code>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={copy}
            aria-label={t(copied ? 'action.copied' : 'action.copy')}
          >
            <Icon name={copied ? 'check' : 'copy'} size={15} />
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
