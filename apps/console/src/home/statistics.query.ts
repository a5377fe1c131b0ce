import { queryOptions } from '@tanstack/react-query';
import { client } from '../api/client';
import { allOf } from '../api/pages';

/** Live enough for people; milliseconds. */
const AGAIN = 5000;

export const statisticsQuery = queryOptions({
  queryKey: ['statistics'],
  queryFn: () => client.api.GET('/api/statistics'),
  refetchInterval: AGAIN,
});

export const nodesQuery = queryOptions({
  queryKey: ['nodes'],
  queryFn: () => allOf((cursor) => client.api.GET('/api/nodes', { params: { query: { cursor, limit: 100 } } })),
  refetchInterval: AGAIN,
});
