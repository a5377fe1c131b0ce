import type { HttpResponse } from '../../support/http-client';
import { unprovenActs } from './audit-order';
import { operationOf } from './operations';
import { CHANGED, RESET } from './operations';
import type { Outcome } from './outcome';
import type { Stage } from './stage';

/** Looks from outside at what two operations have left. @returns what must not be */
export type Invariant = (stage: Stage, outcome: Outcome) => Promise<string[]> | string[];

const kindOf = ({ status, body }: HttpResponse) => (status < 400 ? `${status}` : `${status} ${body.code}`);
const unless = (holds: boolean, what: string) => (holds ? [] : [what]);

const answers: Invariant = (_, { results }) =>
  results
    .filter(({ name, answer }) => ![...operationOf(name).answers, '401 invalid_token'].includes(kindOf(answer)))
    .map(({ name, answer }) => `${name} answered ${kindOf(answer)}`);

const somebodyIsFirst: Invariant = (_, { results, subject: { main } }) => {
  // Both were refused: each by the other, which was not done.
  const endsNothing = results.every(({ answer }) => answer.status >= 400);
  return unless(!endsNothing, `neither was done, on ${main.id}`);
};

const proofs: Invariant = ({ t }, { subject }) => unprovenActs(t.db, subject);

/** The list of sessions, and the tokens that work, are the same; who was not signed out is in. */
const sessions: Invariant = async ({ t }, outcome) => {
  const { subject, devices, ended } = outcome;
  const working = new Set<string>();
  const faults: string[] = [];
  // A call that requires the role would show it as well, but takes longer.
  const path = outcome.has('role change') ? '/api/users?limit=1' : '/api/sessions';
  const allowed = outcome.did('role change') ? 403 : 200;
  for (const { id, access } of devices) {
    const { status } = await t.http.get(path, { token: access });
    if (status !== 401) working.add(id);
    if (status !== 401 && status !== allowed) faults.push(`${path} answers ${status}`);
  }
  const { body } = await t.http.get(`/api/users/${subject.id}/sessions`, { token: subject.admin.access });
  const listed = new Set<string>((body.items ?? []).map(({ id }: { id: string }) => id));
  const unlike = devices.flatMap(({ id }) => [
    ...unless(working.has(id) === listed.has(id), `session ${id}: works ${working.has(id)}, listed ${listed.has(id)}`),
    ...unless(!(ended.has(id) && working.has(id)), `session ${id} should have ended`),
  ]);
  for (const { id, refresh } of devices.filter((device) => ended.has(device.id)))
    if ((await t.http.post('/api/token/refresh', { refresh })).status === 200) faults.push(`session ${id} refreshes`);
  const { main, other } = subject;
  // A sign-in takes the place of `main`, or of another sign-in.
  const stay = [main, other].filter(({ id }) => !ended.has(id) && !(id === main.id && outcome.did('sign-in')));
  return [...faults, ...unlike, ...stay.flatMap(({ id }) => unless(working.has(id), `session ${id} should live`))];
};

const account: Invariant = async ({ t }, outcome) => {
  const { subject } = outcome;
  const { status, body } = await t.http.get(`/api/users/${subject.id}`, { token: subject.admin.access });
  if (outcome.isGone) {
    const [left] = await t.db.query(
      `SELECT (SELECT count(*)::int FROM users WHERE id = $1) AS users,
              (SELECT count(*)::int FROM sessions WHERE user_id = $1) AS sessions,
              (SELECT count(*)::int FROM user_notes WHERE user_id = $1) AS notes,
              (SELECT count(*)::int FROM user_roles WHERE user_id = $1) AS roles,
              (SELECT count(*)::int FROM one_time_tokens WHERE user_id = $1) AS links`,
      [subject.id],
    );
    const rows = Object.values<number>(left).reduce((sum, count) => sum + count, 0);
    return [...unless(status === 404, `the account answers ${status}`), ...unless(rows === 0, 'rows are left')];
  }
  const verified = outcome.did('verification', 'confirming another e-mail address') || !subject.links.verify_email;
  return [
    ...unless(body.email === outcome.email, `the address is ${body.email}`),
    ...unless(body.email_verified === verified, `email_verified is ${body.email_verified}`),
    ...unless(body.is_active === !outcome.did('deactivation'), `is_active is ${body.is_active}`),
  ];
};

const act: Invariant = async ({ t }, outcome) => {
  const { bystander, admin } = outcome.subject;
  if (!bystander) return [];
  const { body } = await t.http.get(`/api/users/${bystander}`, { token: admin.access });
  const banned = Boolean(body.ban);
  return unless(banned === outcome.did('an act as moderator'), `the bystander's ban is ${banned}`);
};

const pushToken: Invariant = async ({ t }, { subject }) => {
  const rows = await t.db.query('SELECT 1 FROM sessions WHERE push_token = $1', [subject.pushToken]);
  return unless(rows.length <= 1, `${rows.length} devices have the push token`);
};

/** One password opens the account, by one address; to who is shut out it says so. */
const credentials: Invariant = async ({ t }, outcome) => {
  const { subject } = outcome;
  const right: string[] = [];
  const emails = outcome.has('confirming another e-mail address') ? [subject.email, subject.newEmail] : [subject.email];
  const passwords = [
    subject.password,
    ...(outcome.has('password change') ? [CHANGED] : []),
    ...(outcome.has('password reset') ? [RESET] : []),
  ];
  for (const email of emails)
    for (const password of passwords) {
      const { status } = await t.http.post('/api/login', { email, password });
      if (status === 200 && outcome.isShutOut) return ['who is shut out can sign in'];
      if (status !== 401) right.push(`${email} ${password}`);
    }
  if (outcome.isGone) return unless(right.length === 0, `a deleted account knows ${right.join()}`);
  const changed = [outcome.did('password change') && CHANGED, outcome.did('password reset') && RESET].filter(Boolean);
  const good = (changed.length > 0 ? changed : [subject.password]).map((password) => `${outcome.email} ${password}`);
  return unless(right.length === 1 && good.includes(right[0]!), `what opens the account: ${right.join() || 'nothing'}`);
};

/** Last, since it uses them. */
const links: Invariant = async (stage, outcome) => {
  const { subject } = outcome;
  const { http } = stage.t;
  const passwordChanged = outcome.did('password change', 'password reset');
  const moved = outcome.did('confirming another e-mail address');
  const faults: string[] = [];
  const isDead = async (path: string, body: object) => {
    const { status } = await http.post(path, body);
    if (status < 300) faults.push(`${path} took a link that should be void`);
  };
  if (moved || outcome.isGone)
    for (const { name, token } of await stage.linksTo(subject.email))
      if (name === 'reset-password') await isDead('/api/password/reset', { token, new_password: 'a link too many' });
  if (passwordChanged || outcome.isGone)
    for (const { token } of await stage.linksTo(subject.newEmail)) await isDead('/api/email/confirm', { token });
  const { reset_password: reset, change_email: change } = subject.links;
  if (reset && (passwordChanged || moved || outcome.isGone))
    await isDead('/api/password/reset', { token: reset, new_password: 'a link too many' });
  if (change && (passwordChanged || moved || outcome.isGone)) await isDead('/api/email/confirm', { token: change });
  return faults;
};

export const invariants: Invariant[] = [
  answers,
  somebodyIsFirst,
  proofs,
  account,
  act,
  pushToken,
  sessions,
  credentials,
  links,
];
