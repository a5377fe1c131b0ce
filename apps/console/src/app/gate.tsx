import { useSession } from '@collabsphere/client/react';
import { lazy, Suspense, useEffect } from 'react';
import { client } from '../api/client';
import { useT } from '../i18n/i18n-provider';
import { Splash } from './splash';

const SignInPage = lazy(() => import('../session/sign-in-page'));
/** Also called before it is known who is signed in: whoever opens a page needs it sooner or later. */
export const loadShell = () => import('./shell');
const Shell = lazy(loadShell);

/** Without a session no page is rendered. The sign-in form is shown at the address of the page. */
export function Gate() {
  const t = useT();
  const session = useSession();
  const isSignedIn = session.status === 'signed_in';
  useEffect(() => {
    // Over the open socket a ban, a logout or another role is effective at once.
    if (isSignedIn) client.presence.connect();
  }, [isSignedIn]);
  if (session.status === 'loading') return <Splash />;
  if (isSignedIn)
    return (
      <Suspense fallback={<Splash />}>
        {/* Nothing that one person has typed or opened is left for the next. */}
        <Shell key={session.user?.id} />
      </Suspense>
    );
  const reason = `ended.${session.endReason}`;
  return (
    <Suspense fallback={<Splash />}>
      <SignInPage ended={t.has(reason) ? t(reason) : undefined} />
    </Suspense>
  );
}
