import { Alert, Stack, Text } from '@mantine/core';
import { useT } from '../i18n/i18n-provider';
import { PersonName } from '../audit/person-name';
import { Icon } from '../ui/icons';
import { Tag } from '../ui/tag';

interface Item {
  user_id: string;
  ok: boolean;
  changes: boolean;
  code: string | null;
  detail: string | null;
}

/** What is refused stands first, with the reason. */
export function BulkOutcome({ items, isDone }: { items: Item[]; isDone?: boolean }) {
  const t = useT();
  const refused = items.filter(({ ok }) => !ok);
  const allowed = items.filter(({ ok }) => ok);
  const reasonOf = ({ code, detail }: Item) => {
    const key = `problem.${code}`;
    return t.has(key) ? t(key) : detail;
  };
  return (
    <Stack gap="sm" aria-live="polite">
      {refused.length > 0 && (
        <Alert color="yellow" icon={<Icon name="alert" />}>
          {t(isDone ? 'bulk.failed' : 'bulk.refused', { count: refused.length })}
        </Alert>
      )}
      <ul className="plain-list outcomes" aria-label={t('bulk.preview')}>
        {[...refused, ...allowed].map((item) => (
          <li key={item.user_id}>
            <PersonName id={item.user_id} none="" />
            {item.ok ? (
              <Tag tone={item.changes ? 'good' : 'plain'}>
                {t(isDone ? 'bulk.done' : item.changes ? 'bulk.willChange' : 'bulk.unchanged')}
              </Tag>
            ) : (
              <Text size="sm" className="refusal">
                {reasonOf(item)}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </Stack>
  );
}
