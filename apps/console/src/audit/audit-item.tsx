import { ActionIcon, CopyButton, Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useId } from 'react';
import type { AuditEntry } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Icon } from '../ui/icons';
import { Ago } from '../ui/time';
import { ActionName } from './action-name';
import { AuditDetails } from './audit-details';
import { PersonName } from './person-name';

export function AuditItem({ entry, isOpenFirst = false }: { entry: AuditEntry; isOpenFirst?: boolean }) {
  const t = useT();
  const [isOpen, { toggle }] = useDisclosure(isOpenFirst);
  const details = useId();
  return (
    <li data-open={isOpen || undefined}>
      <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
        <div className="grows">
          <Text fw={550}>
            <ActionName action={entry.action} />
          </Text>
          <Text size="sm" c="dimmed" component="div">
            <Parts>
              <PersonName id={entry.actor} none={t('audit.system')} />
              {entry.subject && entry.subject !== entry.actor && (
                <>
                  {t('audit.about')} <PersonName id={entry.subject} none="" />
                </>
              )}
              <Ago at={entry.at} />
            </Parts>
          </Text>
        </div>
        <Group gap={4} wrap="nowrap">
          <Permalink id={entry.id} />
          <UnstyledButton className="disclosure" onClick={toggle} aria-expanded={isOpen} aria-controls={details}>
            {t(isOpen ? 'audit.hide' : 'audit.show')}
          </UnstyledButton>
        </Group>
      </Group>
      <div id={details} hidden={!isOpen}>
        {isOpen && <AuditDetails entry={entry} />}
      </div>
    </li>
  );
}

function Parts({ children }: { children: ReactNode[] }) {
  return <span className="parts">{children.map((part, index) => part && <span key={index}>{part}</span>)}</span>;
}

function Permalink({ id }: { id: string }) {
  const t = useT();
  return (
    <CopyButton value={`${window.location.origin}/console/audit?entry=${id}`}>
      {({ copied, copy }) => (
        <Tooltip label={t(copied ? 'action.copied' : 'audit.permalink')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={copy}
            aria-label={t(copied ? 'action.copied' : 'audit.permalink')}
          >
            <Icon name={copied ? 'check' : 'link'} size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
