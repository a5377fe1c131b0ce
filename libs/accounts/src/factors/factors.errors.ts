import { defineProblems } from '#platform';

export const factorProblems = defineProblems({
  mfa_required: {
    status: 403,
    title: 'Second factor required',
    detail: 'The password is right. Prove a second factor with POST /api/login/mfa.',
  },
  invalid_code: { status: 401, title: 'Invalid code', detail: 'The second factor is not proved by this.' },
  mfa_token_expired: {
    status: 401,
    title: 'MFA token expired',
    detail: 'The mfa_token has expired or was used up. Sign in with the password again.',
  },
  totp_already_set: {
    status: 409,
    title: 'Authenticator app already set',
    detail: 'This account has an authenticator app. Remove it before you set up another.',
  },
  totp_setup_expired: {
    status: 409,
    title: 'Set-up expired',
    detail: 'The set-up of an authenticator app takes at most 10 minutes. Start it again.',
  },
  totp_not_set: { status: 404, title: 'No authenticator app', detail: 'This account has no authenticator app.' },
  mfa_not_set: { status: 409, title: 'No second factor', detail: 'This account has no second factor.' },
});
