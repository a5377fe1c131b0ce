import { defineProblems } from '#platform';

export const factorProblems = defineProblems({
  mfa_required: { status: 403 },
  invalid_code: { status: 401 },
  mfa_token_expired: { status: 401 },
  totp_already_set: { status: 409 },
  totp_setup_expired: { status: 409 },
  totp_not_set: { status: 404 },
  mfa_not_set: { status: 409 },
});
