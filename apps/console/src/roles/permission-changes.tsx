import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useT } from '../i18n/i18n-provider';
import { client, type Schemas } from '../api/client';
import { QueryView } from '../ui/query-view';
import { Tag } from '../ui/tag';
import { PermissionName, PermissionValue } from './permission-text';

interface Props {
  userId?: string;
  roleIds?: string[];
  editedRole?: Schemas['SimulatedRole'];
}

/** The permissions that the user would gain or lose. */
export function PermissionChanges({ userId, roleIds, editedRole }: Props) {
  const t = useT();
  const body = { user_id: userId, role_ids: roleIds, edited_role: editedRole };
  const simulation = useQuery({
    queryKey: ['simulation', body],
    queryFn: () => client.api.POST('/api/roles/simulate', { body }),
    staleTime: 0,
  });
  return (
    <section aria-label={t('roles.changes')} aria-live="polite">
      <Text fw={600} size="sm" mb="xs">
        {t('roles.changes')}
      </Text>
      <QueryView query={simulation} rows={2}>
        {({ changes }) =>
          changes.length === 0 ? (
            <Text c="dimmed" size="sm">
              {t('roles.noChanges')}
            </Text>
          ) : (
            <Stack component="ul" gap={6} className="plain-list">
              {changes.map((change) => (
                <li key={change.permission} className="permission-change">
                  <PermissionName name={change.permission} />
                  <span>
                    <PermissionValue value={change.before} /> <span aria-hidden="true">→</span>
                    <span className="sr-only">{t('diff.to')}</span>{' '}
                    <Tag tone={isMore(change) ? 'good' : 'warn'}>
                      <PermissionValue value={change.after} />
                    </Tag>
                  </span>
                </li>
              ))}
            </Stack>
          )
        }
      </QueryView>
    </section>
  );
}

const isMore = ({ before, after }: Schemas['PermissionChange']) => Number(!!after) - Number(!!before) >= 0 && !!after;
