import { client } from '../api/client';
import { pagesOf } from '../api/pages';

export interface AuditFilter {
  actor?: string;
  subject?: string;
  action?: string;
  since?: string;
}

const PAGE = 50;

export const auditQuery = (filter: AuditFilter) =>
  pagesOf(['audit', filter], (cursor) =>
    client.api.GET('/api/audit-log', { params: { query: { ...filter, limit: PAGE, cursor } } }),
  );
