import { query } from './database';

export interface Person {
  id: string;
  email: string;
  password: string;
  access: string;
  refresh: string;
}

let count = 0;

/** What a registration form would send; each one is new. */
export function form() {
  const name = `person${++count}`;
  return { email: `${name}@example.com`, username: name, password: 'correct horse battery', full_name: 'Pat Person' };
}

/** People who have registered, verified their address, and signed in. */
export async function people(amount: number, url: string, databaseUrl: string): Promise<Person[]> {
  const forms = Array.from({ length: amount }, form);
  await Promise.all(forms.map((body) => post(`${url}/api/register`, body)));
  // As if they had opened the link in the mail.
  await query(databaseUrl, 'UPDATE users SET email_verified = true');
  return Promise.all(
    forms.map(async ({ email, password }) => {
      const { user, tokens } = (await post(`${url}/api/login`, { email, password })) as SignedIn;
      return { id: user.id, email, password, access: tokens.access, refresh: tokens.refresh };
    }),
  );
}

interface SignedIn {
  user: { id: string };
  tokens: { access: string; refresh: string };
}

async function post(url: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
