import type { SessionState } from '@collabsphere/client';
import type { QueryClient } from '@tanstack/react-query';
import { client } from '../api/client';
import { clearToasts } from '../ui/toasts';
import { cancelStepUp } from './step-up';

/** What was read for one person is not shown to the next, and what they may no longer read not to themselves. */
export function forgetWithPerson(queries: QueryClient): void {
  let before: SessionState = client.session.get();
  let last = before.user?.id;
  client.session.subscribe(() => {
    const now = client.session.get();
    // Before the first person only public things were read, such as a link's check: these stay.
    if (before.user && now.user?.id !== before.user.id) {
      queries.clear();
      cancelStepUp();
    } else if (before.user && JSON.stringify(now.permissions) !== JSON.stringify(before.permissions)) {
      void queries.resetQueries();
    }
    // After a sign-out they may say why.
    if (now.user && last && now.user.id !== last) clearToasts();
    last = now.user?.id ?? last;
    before = now;
  });
}
