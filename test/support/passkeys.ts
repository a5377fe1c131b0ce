import { type Overrides, SoftwareAuthenticator } from './software-authenticator';
import type { TestApp } from './test-app';
import type { TestUser } from './test-users';

export interface PasskeyUser extends TestUser {
  authenticator: SoftwareAuthenticator;
  passkeyId: string;
  recoveryCodes: string[];
}

export const challenge = async (t: TestApp, token?: string, body: object = {}) =>
  (await t.http.post('/api/passkeys/challenge', body, { token })).body;

/** One registration on the wire. */
export async function register(
  t: TestApp,
  person: TestUser,
  authenticator: SoftwareAuthenticator,
  { overrides = {}, ...fields }: { overrides?: Overrides; name?: string; challenge_id?: string } = {},
) {
  const { challenge_id, creation_options } = await challenge(t, person.access);
  const attestation = authenticator.create(creation_options, overrides);
  return t.http.post('/api/passkeys', { challenge_id, attestation, ...fields }, { token: person.access });
}

/** A user with a passkey; the tokens are of the enrolling session and aal2. */
export async function withPasskey(t: TestApp, person: TestUser, defaults: Overrides = {}): Promise<PasskeyUser> {
  const authenticator = new SoftwareAuthenticator(t.url, defaults);
  const { status, body } = await register(t, person, authenticator);
  if (status !== 201) throw new Error(`the registration answered ${status}: ${JSON.stringify(body)}`);
  const { body: tokens } = await t.http.post('/api/token/refresh', { refresh: person.refresh });
  const { access, refresh } = tokens;
  const passkeyId = body.passkey.id;
  return { ...person, access, refresh, authenticator, passkeyId, recoveryCodes: body.recovery_codes };
}

export async function passkeyLogin(
  t: TestApp,
  authenticator: SoftwareAuthenticator,
  overrides: Overrides = {},
  fields: object = {},
) {
  const { challenge_id, options } = await challenge(t);
  const assertion = authenticator.get(options, overrides);
  return t.http.post('/api/passkeys/login', { challenge_id, assertion, ...fields });
}
