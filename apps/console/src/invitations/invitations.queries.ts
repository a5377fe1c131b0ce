import { client } from '../api/client';
import { pagesOf } from '../api/pages';

export const invitationsQuery = pagesOf(['invitations'], (cursor) =>
  client.api.GET('/api/invitations', { params: { query: { cursor, limit: 50 } } }),
);
