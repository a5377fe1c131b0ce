import { queryOptions } from '@tanstack/react-query';
import { client } from '../api/client';
import { allOf } from '../api/pages';

export const scopes = ['authorization.read', 'push.send'] as const;
export type Scope = (typeof scopes)[number];

export const servicesQuery = queryOptions({
  queryKey: ['services'],
  queryFn: () => allOf((cursor) => client.api.GET('/api/services', { params: { query: { cursor, limit: 100 } } })),
});

/** Connected event streams; read again as they come and go. */
export const followersQuery = queryOptions({
  queryKey: ['followers'],
  queryFn: () =>
    allOf((cursor) => client.api.GET('/api/authorization/followers', { params: { query: { cursor, limit: 100 } } })),
  refetchInterval: 10_000,
});
