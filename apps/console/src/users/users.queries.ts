import { queryOptions } from '@tanstack/react-query';
import { client } from '../api/client';
import { packedPagesOf } from '../api/packed-pages';
import { allOf, pagesOf } from '../api/pages';
import type { UserFilter } from './user-filter';

const PAGE = 100;
const path = (id: string) => ({ path: { id } });

export const usersQuery = (filter: UserFilter) =>
  packedPagesOf(['users', filter], (cursor) =>
    client.api.GET('/api/users', { params: { query: { ...filter, limit: PAGE, cursor } } }),
  );

/** One user as an admin sees them. */
export const userQuery = (id: string) =>
  queryOptions({
    queryKey: ['user', id],
    queryFn: async () => {
      const user = await client.api.GET('/api/users/{id}', { params: path(id) });
      if (!('is_active' in user)) throw new Error('The answer is the public profile.');
      return user;
    },
  });

export const userSessionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['user', id, 'sessions'],
    queryFn: () =>
      allOf((cursor) =>
        client.api.GET('/api/users/{id}/sessions', { params: { ...path(id), query: { cursor, limit: 100 } } }),
      ),
  });

export const userNotesQuery = (id: string) =>
  pagesOf(['user', id, 'notes'], (cursor) =>
    client.api.GET('/api/users/{id}/notes', { params: { ...path(id), query: { cursor, limit: 20 } } }),
  );

/** The name behind an id, such as of an actor in the audit log. Names change rarely. */
export const nameQuery = (id: string) =>
  queryOptions({
    queryKey: ['name', id],
    queryFn: () => client.api.GET('/api/users/{id}', { params: path(id) }),
    staleTime: 300_000,
    retry: false,
  });
