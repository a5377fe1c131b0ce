import type { CollabSphereClient } from '@collabsphere/client';
import {
  CollabSphereProvider,
  IfPermitted,
  usePermissions,
  usePresence,
  useSession,
  useUser,
} from '@collabsphere/client/react';
import { createElement as h, StrictMode, useState } from 'react';

export const ada = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e41';
export const bob = '0198a6f2-4c1e-7d3a-9b57-2f6f0c1d8e42';

/** Uses each of the hooks. */
function App() {
  const { status } = useSession();
  const user = useUser();
  const { has } = usePermissions();
  const [ids, setIds] = useState([ada]);
  const presence = usePresence([...ids]);
  return h(
    'div',
    null,
    h('p', { id: 'status' }, status),
    h('p', { id: 'user' }, user?.username ?? 'nobody'),
    h('p', { id: 'bans' }, String(has('can_ban_users'))),
    h(
      IfPermitted,
      { permission: ['can_moderate', 'can_ban_users'], fallback: h('p', { id: 'no' }) },
      h('p', { id: 'yes' }),
    ),
    h('p', { id: 'presence' }, ids.map((id) => `${id}=${presence[id]?.status ?? 'none'}`).join()),
    h('button', { id: 'other', onClick: () => setIds([bob]) }, 'other'),
  );
}

export const page = (client: CollabSphereClient) => h(StrictMode, null, h(CollabSphereProvider, { client }, h(App)));
