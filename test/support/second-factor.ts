import type { AuthenticationMethod } from '#auth';
import { TokenClaimsPublisher } from '#roles';
import type { TestApp } from './test-app';
import type { TestUser } from './test-users';

/** The user has a second factor from now on, which no session of theirs has proved. */
export async function enrol(t: TestApp, { id }: Pick<TestUser, 'id'>): Promise<void> {
  await t.db.transaction(async (manager) => {
    await manager.query(`UPDATE users SET mfa_methods = '{totp}' WHERE id = $1`, [id]);
    await t.app.get(TokenClaimsPublisher, { strict: false }).publish(manager, id);
  });
}

/** The user's sessions were authenticated an hour ago. @returns the same person with tokens that say so */
export async function withStaleSession(
  t: TestApp,
  person: TestUser,
  methods: AuthenticationMethod[] = ['pwd'],
): Promise<TestUser> {
  await t.db.query(
    `UPDATE sessions SET authenticated_at = now() - interval '1 hour', authentication_methods = $2 WHERE user_id = $1`,
    [person.id, methods],
  );
  const { status, body } = await t.http.post('/api/token/refresh', { refresh: person.refresh });
  if (status !== 200) throw new Error(`the refresh answered ${status}: ${JSON.stringify(body)}`);
  return { ...person, access: body.access, refresh: body.refresh };
}
