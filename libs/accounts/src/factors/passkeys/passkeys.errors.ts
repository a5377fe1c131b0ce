import { defineProblems, problems } from '#platform';

export const passkeyProblems = defineProblems({
  invalid_passkey: {
    status: 401,
    title: 'Invalid passkey',
    detail: 'This does not sign in to an account. The challenge may have expired: ask for a new one.',
  },
  passkey_not_found: { status: 404, title: 'Passkey not found', detail: 'You have no passkey with this id.' },
  passkey_already_registered: {
    status: 409,
    title: 'Passkey already registered',
    detail: 'This passkey is registered already.',
  },
  too_many_passkeys: { status: 409, title: 'Too many passkeys', detail: 'An account has at most 20 passkeys.' },
});

/** @param cause for the log alone */
export const invalidAttestation = (cause: unknown) =>
  problems.validation_failed({
    errors: [{ field: 'attestation', code: 'invalid_attestation', message: 'This is no answer to our challenge.' }],
    cause,
  });

export const challengeExpired = () =>
  problems.validation_failed({
    errors: [
      { field: 'challenge_id', code: 'challenge_expired', message: 'Ask for a new challenge: this one is void.' },
    ],
  });
