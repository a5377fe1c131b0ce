import { defineProblems, problems, msg } from '#platform';

export const passkeyProblems = defineProblems({
  invalid_passkey: { status: 401 },
  passkey_not_found: { status: 404 },
  passkey_already_registered: { status: 409 },
  too_many_passkeys: { status: 409 },
});

/** @param cause for the log alone */
export const invalidAttestation = (cause: unknown) =>
  problems.validation_failed({
    errors: [{ field: 'attestation', code: 'invalid_attestation', message: msg('faults.invalid_attestation') }],
    cause,
  });

export const challengeExpired = () =>
  problems.validation_failed({
    errors: [{ field: 'challenge_id', code: 'challenge_expired', message: msg('faults.challenge_expired') }],
  });
