import { createClient } from '@collabsphere/client';
import { CollabSphereProvider, useSession } from '@collabsphere/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { People } from './people';
import { SignIn } from './sign-in';

const client = createClient({ url: import.meta.env.VITE_AUTH_URL ?? 'http://localhost:3000', session: 'cookie' });

function App() {
  const { status, user, endReason } = useSession();
  if (status === 'loading') return <p>One moment …</p>;
  return user ? <People user={user} /> : <SignIn endReason={endReason} />;
}

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <CollabSphereProvider client={client}>
      <App />
    </CollabSphereProvider>
  </StrictMode>,
);
