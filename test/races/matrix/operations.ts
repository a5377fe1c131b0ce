import type { HttpResponse } from '../../support/http-client';
import { totpCode } from '../../support/totp';
import type { Stage, Subject } from './stage';

export interface Operation {
  /** What it needs beside the subject. */
  prepare?(stage: Stage, subject: Subject): Promise<void>;
  run(stage: Stage, subject: Subject): Promise<HttpResponse>;
  /** Every answer that it may get, beside 401 where the session that asks has ended: `200`, `409 last_owner`. */
  answers: string[];
}

export const CHANGED = 'changed by its owner';
export const RESET = 'reset by a mailed link';

/** The system role of that name. */
const MODERATOR = '0193543d-0000-7000-8000-000000000050';

const withToken = (token: string) => ({ token });
const ofSubject = ({ main }: Subject) => withToken(main.access);
const ofAdmin = ({ admin }: Subject) => withToken(admin.access);
const prepareLink =
  (purpose: 'verify_email' | 'reset_password' | 'change_email') => async (stage: Stage, subject: Subject) => {
    subject.links[purpose] = await stage.link(purpose, subject);
  };

/** The session has not proved the second factor that was set meanwhile. */
const STEP_UP = '401 step_up_required';
const UNKNOWN_USER = '404 user_not_found';
/** The password was proven, and the credentials changed before it was used. */
const CHANGED_MEANWHILE = ['400 validation_failed', '409 password_changed_meanwhile', UNKNOWN_USER];

export const operations = {
  'password change': {
    run: ({ t }, subject) =>
      t.http.post(
        '/api/password/change',
        { current_password: subject.password, new_password: CHANGED },
        ofSubject(subject),
      ),
    answers: ['200', ...CHANGED_MEANWHILE],
  },
  'password reset': {
    prepare: prepareLink('reset_password'),
    run: ({ t }, { links }) => t.http.post('/api/password/reset', { token: links.reset_password, new_password: RESET }),
    answers: ['200', '400 invalid_token', UNKNOWN_USER],
  },
  'asking for a reset': {
    async run(stage, { email }) {
      const answer = await stage.t.http.post('/api/password/forgot', { email });
      await stage.runJob('forgotten_password', email);
      return answer;
    },
    answers: ['202'],
  },
  'asking for another e-mail address': {
    run: ({ t }, subject) =>
      t.http.post('/api/email/change', { new_email: subject.newEmail, password: subject.password }, ofSubject(subject)),
    answers: ['202', ...CHANGED_MEANWHILE, STEP_UP],
  },
  'confirming another e-mail address': {
    prepare: prepareLink('change_email'),
    run: ({ t }, { links }) => t.http.post('/api/email/confirm', { token: links.change_email }),
    answers: ['200', '400 invalid_token', UNKNOWN_USER],
  },
  verification: {
    async prepare(stage, subject) {
      await prepareLink('verify_email')(stage, subject);
      await stage.t.db.query('UPDATE users SET email_verified = false WHERE id = $1', [subject.id]);
    },
    run: ({ t }, { links }) => t.http.post('/api/verify-email', { token: links.verify_email }),
    answers: ['200', '400 invalid_token'],
  },
  ban: {
    run: ({ t }, subject) => t.http.post(`/api/users/${subject.id}/ban`, { reason: 'race' }, ofAdmin(subject)),
    answers: ['200', UNKNOWN_USER],
  },
  'ban in bulk': {
    async run({ t }, subject) {
      const bulk = { action: 'ban', user_ids: [subject.id], reason: 'race' };
      const answer = await t.http.post('/api/users/bulk', bulk, ofAdmin(subject));
      const [item] = answer.body.items ?? [];
      // As the call for one user would answer.
      return item?.code ? { ...answer, status: 404, body: { code: item.code } } : answer;
    },
    answers: ['200', UNKNOWN_USER],
  },
  'a note about them': {
    run: ({ t }, subject) => t.http.post(`/api/users/${subject.id}/notes`, { text: 'race' }, ofAdmin(subject)),
    answers: ['201', UNKNOWN_USER],
  },
  deactivation: {
    run: ({ t }, subject) => t.http.patch(`/api/users/${subject.id}`, { is_active: false }, ofAdmin(subject)),
    answers: ['200', UNKNOWN_USER],
  },
  'own deletion': {
    run: ({ t }, subject) =>
      t.http.delete('/api/account', { ...ofSubject(subject), body: { password: subject.password } }),
    answers: ['204', ...CHANGED_MEANWHILE, STEP_UP],
  },
  "admin's deletion": {
    run: ({ t }, subject) => t.http.delete(`/api/users/${subject.id}`, ofAdmin(subject)),
    answers: ['204', UNKNOWN_USER],
  },
  'role change': {
    run: ({ t }, subject) => t.http.delete(`/api/users/${subject.id}/roles/${MODERATOR}`, ofAdmin(subject)),
    answers: ['200', UNKNOWN_USER],
  },
  'an act as moderator': {
    async prepare(stage, subject) {
      subject.bystander = await stage.bystander();
    },
    run: ({ t }, subject) => t.http.post(`/api/users/${subject.bystander}/ban`, { reason: 'act' }, ofSubject(subject)),
    answers: ['200', '403 permission_denied', '403 outranked'],
  },
  logout: {
    run: ({ t }, subject) => t.http.post('/api/logout', {}, ofSubject(subject)),
    answers: ['200'],
  },
  'session end': {
    run: ({ t }, { main, other }) => t.http.delete(`/api/sessions/${main.id}`, withToken(other.access)),
    answers: ['204', '404 session_not_found'],
  },
  refresh: {
    run: ({ t }, { main }) => t.http.post('/api/token/refresh', { refresh: main.refresh }),
    answers: ['200', '401 invalid_refresh_token'],
  },
  reauthentication: {
    run: ({ t }, subject) => t.http.post('/api/reauthenticate', { password: subject.password }, ofSubject(subject)),
    answers: ['200', ...CHANGED_MEANWHILE],
  },
  'setting a second factor': {
    async prepare({ t }, subject) {
      const { body } = await t.http.post('/api/mfa/totp', {}, ofSubject(subject));
      subject.totpSecret = body.secret;
    },
    run: ({ t }, subject) =>
      t.http.post('/api/mfa/totp/confirm', { code: totpCode(subject.totpSecret!) }, ofSubject(subject)),
    answers: ['200', '409 totp_already_set', '409 totp_setup_expired'],
  },
  'sign-in': {
    run: ({ t }, { email, password, pushToken }) =>
      t.http.post('/api/login', { email, password, device_token: pushToken }),
    answers: [
      '200',
      '401 invalid_credentials',
      '403 account_banned',
      '403 account_deactivated',
      '403 email_not_verified',
      '403 mfa_required',
    ],
  },
  'registration with the same push token': {
    run: ({ t }, { pushToken }) => t.http.post('/api/register', t.as.form({ device_token: pushToken })),
    answers: ['201'],
  },
} satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;
export const operationNames = Object.keys(operations) as OperationName[];
export const operationOf = (name: OperationName): Operation => operations[name];
