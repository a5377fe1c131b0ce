import { queryOptions } from '@tanstack/react-query';
import { allOf } from '../api/pages';
import { client } from '../api/client';

export const profileQuery = queryOptions({
  queryKey: ['account', 'profile'],
  queryFn: () => client.api.GET('/api/profile'),
});

export const mfaQuery = queryOptions({
  queryKey: ['account', 'mfa'],
  queryFn: () => client.api.GET('/api/mfa'),
});

/** 100 at most, so all are read. */
export const sessionsQuery = queryOptions({
  queryKey: ['account', 'sessions'],
  queryFn: () => allOf((cursor) => client.api.GET('/api/sessions', { params: { query: { cursor, limit: 100 } } })),
});

export const preferencesQuery = queryOptions({
  queryKey: ['account', 'preferences'],
  queryFn: () => client.api.GET('/api/notification-preferences'),
});
