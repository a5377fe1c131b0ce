import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useT } from '../i18n/i18n-provider';
import { isProblem } from '../ui/problem';
import { nameQuery } from '../users/users.queries';

/** Who it was. Deleted accounts have no name any more. */
export function PersonName({ id, none }: { id: string | null; none: string }) {
  const t = useT();
  const name = useQuery({ ...nameQuery(id ?? ''), enabled: id !== null });
  if (id === null) return none;
  if (isProblem(name.error, 'user_not_found')) return t('audit.deleted');
  return (
    <Anchor component={Link} to="/console/users/$id" params={{ id } as never} inherit underline="always">
      {name.data?.full_name ?? id.slice(-12)}
    </Anchor>
  );
}
