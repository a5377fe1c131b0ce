import { defineProblems } from '#platform';

export const accountProblems = defineProblems({
  challenge_required: {
    status: 403,
    title: 'Challenge required',
    detail: 'There were wrong passwords before. Solve the challenge, and send its response with the sign-in.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Invalid credentials',
    detail: 'E-mail address or password is wrong.',
  },
  account_banned: { status: 403, title: 'Account banned', detail: 'This account is banned.' },
  account_deactivated: { status: 403, title: 'Account deactivated', detail: 'This account is deactivated.' },
  email_not_verified: { status: 403, title: 'E-mail not verified', detail: 'Verify your e-mail address first.' },
  invalid_token: {
    status: 400,
    title: 'Invalid token',
    detail: 'The token is not valid, or was used before.',
  },
  token_expired: { status: 400, title: 'Token expired', detail: 'The token has expired; ask for a new one.' },
  registration_closed: {
    status: 403,
    title: 'Registration closed',
    detail: 'New accounts can not be registered here.',
  },
  invitation_required: {
    status: 403,
    title: 'Invitation required',
    detail: 'Registering needs the token of an invitation.',
  },
  invalid_invitation: {
    status: 400,
    title: 'Invalid invitation',
    detail: 'The invitation is not valid, was revoked, or was used before; ask for a new one.',
  },
  invitation_expired: {
    status: 400,
    title: 'Invitation expired',
    detail: 'The invitation has expired; ask for a new one.',
  },
  invitation_not_found: { status: 404, title: 'Invitation not found', detail: 'There is no such invitation.' },
  invitation_accepted: {
    status: 409,
    title: 'Invitation accepted',
    detail: 'The invitation was accepted, so it can not be revoked.',
  },
  password_changed_meanwhile: {
    status: 409,
    title: 'Password changed meanwhile',
    detail: 'The password or the e-mail address was changed by another request at the same moment.',
  },
});
