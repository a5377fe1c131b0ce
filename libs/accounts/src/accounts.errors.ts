import { defineProblems } from '#platform';

export const accountProblems = defineProblems({
  challenge_required: { status: 403 },
  invalid_credentials: { status: 401 },
  account_banned: { status: 403 },
  account_deactivated: { status: 403 },
  email_not_verified: { status: 403 },
  invalid_token: { status: 400, key: 'invalid_mailed_token' },
  token_expired: { status: 400 },
  registration_closed: { status: 403 },
  invitation_required: { status: 403 },
  invalid_invitation: { status: 400 },
  invitation_expired: { status: 400 },
  invitation_not_found: { status: 404 },
  invitation_accepted: { status: 409 },
  password_changed_meanwhile: { status: 409 },
});
