import { Secret, TOTP } from 'otpauth';
import type { TestApp } from './test-app';
import type { TestUser } from './test-users';

/** What an authenticator app shows. */
export function totpCode(secret: string, at = Date.now()): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
}

/** Six digits that are not accepted now. */
export function wrongCode(secret: string): string {
  const near = [-2, -1, 0, 1, 2].map((steps) => totpCode(secret, Date.now() + steps * 30_000));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code))!;
}

export interface EnrolledUser extends TestUser {
  secret: string;
  recoveryCodes: string[];
  /** A code that was not used yet. */
  code(): Promise<string>;
}

/** Sets up an authenticator app; the tokens are of the enrolling session and aal2. */
export async function withTotp(t: TestApp, person: TestUser): Promise<EnrolledUser> {
  const { body: setup } = await t.http.post('/api/mfa/totp', {}, { token: person.access });
  const confirmation = await t.http.post(
    '/api/mfa/totp/confirm',
    { code: totpCode(setup.secret) },
    { token: person.access },
  );
  if (confirmation.status !== 200) throw new Error(`confirmation answered ${JSON.stringify(confirmation.body)}`);
  const { body: tokens } = await t.http.post('/api/token/refresh', { refresh: person.refresh });
  return {
    ...person,
    access: tokens.access,
    refresh: tokens.refresh,
    secret: setup.secret,
    recoveryCodes: confirmation.body.recovery_codes,
    async code() {
      await forgetUsedCodes(t, person);
      return totpCode(setup.secret);
    },
  };
}

/** As if 30 s had passed: the present code was not used. */
export async function forgetUsedCodes(t: TestApp, { id }: Pick<TestUser, 'id'>): Promise<void> {
  await t.db.query('UPDATE totp_secrets SET last_used_step = 0 WHERE user_id = $1', [id]);
}

export const login = (t: TestApp, { email, password }: TestUser, extras: object = {}) =>
  t.http.post('/api/login', { email, password, ...extras });

/** The right password. @returns the `mfa_token` */
export async function mfaToken(t: TestApp, person: TestUser, extras: object = {}): Promise<string> {
  const { status, body } = await login(t, person, extras);
  if (status !== 403 || body.code !== 'mfa_required') throw new Error(`login answered ${JSON.stringify(body)}`);
  return body.mfa_token;
}

export const loginMfa = (t: TestApp, mfa_token: string, proof: object) =>
  t.http.post('/api/login/mfa', { mfa_token, ...proof });

/** Both steps. */
export async function loginWithTotp(t: TestApp, person: EnrolledUser, extras: object = {}, more: object = {}) {
  const token = await mfaToken(t, person, extras);
  return loginMfa(t, token, { method: 'totp', code: await person.code(), ...more });
}
