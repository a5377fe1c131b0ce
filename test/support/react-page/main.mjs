/* global window, document, location, btoa, setTimeout, Response */
import { createClient } from '@collabsphere/client';
import { hydrateRoot } from 'react-dom/client';
import { ada, bob, page } from './app.ts';

const access = `h.${btoa(JSON.stringify({ sid: 's' }))}.s`;
const role = { name: 'moderator', can_moderate: true, can_ban_users: true, custom_permissions: {} };
const permissions = { can_moderate: true, can_ban_users: true };
const status = { [ada]: 'online', [bob]: 'away' };
const answers = {
  '/api/token/refresh': () => ({ access, expires_in: 600 }),
  '/api/profile': () => ({ id: ada, username: 'ada', roles: [role], permissions }),
  '/api/presence': (url) => ({
    items: url.searchParams.getAll('user_ids').map((user_id) => ({ user_id, status: status[user_id] })),
  }),
};

window.result = { faults: [], polled: [] };
const fetch = async (path) => {
  const url = new URL(path, location.href);
  if (url.pathname === '/api/presence') window.result.polled.push(url.searchParams.getAll('user_ids').join());
  // Not before React has hydrated.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return Response.json(answers[url.pathname](url));
};

const client = createClient({ url: '', session: 'cookie', platform: { fetch }, presence: { transport: 'rest' } });
const onRecoverableError = (error) => window.result.faults.push(String(error));
const root = hydrateRoot(document.getElementById('app'), page(client), { onRecoverableError });
window.unmount = () => root.unmount();
window.known = (id) => client.presence.get(id)?.status;
