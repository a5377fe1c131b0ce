import { CollabSphereError, type EndReason, type MfaLogin } from '@collabsphere/client';
import { useClient } from '@collabsphere/client/react';
import { type FormEvent, useState } from 'react';

export function SignIn({ endReason }: { endReason?: EndReason }) {
  const { auth } = useClient();
  const [mfa, setMfa] = useState<MfaLogin>();
  const [problem, setProblem] = useState<string>();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const field = (name: string) => String(new FormData(event.currentTarget).get(name));
    try {
      if (mfa) return void (await mfa.withTotp(field('code')));
      const login = await auth.login({ email: field('email'), password: field('password') });
      if (login.status === 'mfa_required') setMfa(login.mfa);
    } catch (error) {
      if (!(error instanceof CollabSphereError)) throw error;
      setProblem(error.detail);
    }
  }

  return (
    <form onSubmit={submit}>
      <h1>Sign in</h1>
      {endReason && <p>Your session has ended: {endReason}</p>}
      {mfa ? (
        <label>
          Code of your authenticator app <input name="code" autoComplete="one-time-code" required />
        </label>
      ) : (
        <>
          <label>
            E-mail address <input name="email" type="email" autoComplete="username" required />
          </label>
          <label>
            Password <input name="password" type="password" autoComplete="current-password" required />
          </label>
        </>
      )}
      <button>Sign in</button>
      <p role="alert">{problem}</p>
    </form>
  );
}
