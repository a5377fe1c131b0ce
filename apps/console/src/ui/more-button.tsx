import { Button, Stack } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useT } from '../i18n/i18n-provider';
import { Failure } from './failure';

interface Props {
  list: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'error' | 'fetchNextPage'
  >;
}

/** Reads the next page of a list. Where it can't be read it says why. */
export function MoreButton({ list }: Props) {
  const t = useT();
  if (!list.hasNextPage) return null;
  return (
    <Stack align="center" gap="sm" mt="md">
      {list.isFetchNextPageError && <Failure error={list.error} />}
      <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t(list.isFetchNextPageError ? 'action.retry' : 'action.more')}
      </Button>
    </Stack>
  );
}
