import { queryOptions } from '@tanstack/react-query';
import { client } from '../api/client';
import { allOf } from '../api/pages';

/** By falling priority. */
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: () => allOf((cursor) => client.api.GET('/api/roles', { params: { query: { cursor, limit: 100 } } })),
});
