import { query } from './database';
import { quickly } from './options';

export interface Person {
  id: string;
  email: string;
  password: string;
  access: string;
  refresh: string;
}

const AT_ONCE = quickly(20, 4);

let count = 0;

/** What a registration form would send; each one is new. */
export function form() {
  const name = `person${++count}`;
  return { email: `${name}@example.com`, username: name, password: 'correct horse battery', full_name: 'Pat Person' };
}

/** People who have registered, verified their address, and signed in. */
export async function people(amount: number, url: string, databaseUrl: string): Promise<Person[]> {
  const forms = Array.from({ length: amount }, form);
  await eachOf(forms, (body) => post(`${url}/api/register`, body));
  // As if they had opened the link in the mail.
  await query(databaseUrl, 'UPDATE users SET email_verified = true');
  return eachOf(forms, async ({ email, password }) => {
    const { user, tokens } = (await post(`${url}/api/login`, { email, password })) as SignedIn;
    return { id: user.id, email, password, access: tokens.access, refresh: tokens.refresh };
  });
}

/** A few at once: the service takes no more passwords than it can hash within 5 s. */
async function eachOf<From, To>(items: From[], work: (item: From) => Promise<To>): Promise<To[]> {
  const done: To[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE)
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  return done;
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
