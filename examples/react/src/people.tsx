import type { User } from '@collabsphere/client';
import { IfPermitted, useClient, usePresence } from '@collabsphere/client/react';

/** Whom to show is up to your application. Here they are in the address: `?people=id,id`. */
const people = new URLSearchParams(location.search).get('people')?.split(',') ?? [];

export function People({ user }: { user: User }) {
  const { auth, presence } = useClient();
  const ids = [user.id, ...people];
  const known = usePresence(ids);
  return (
    <>
      <h1>Hello, {user.full_name}</h1>
      <ul>
        {ids.map((id) => (
          <li key={id} data-user={id}>
            {id === user.id ? 'You' : id}: {known[id]?.status ?? '…'} {known[id]?.text}
          </li>
        ))}
      </ul>
      <button onClick={() => presence.setStatus('dnd', 'Busy')}>Do not disturb</button>
      <button onClick={() => presence.setStatus('online')}>Online</button>
      <button onClick={() => auth.logout()}>Sign out</button>
      <IfPermitted permission="can_moderate">
        <p>You are a moderator.</p>
      </IfPermitted>
    </>
  );
}
