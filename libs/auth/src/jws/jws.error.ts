/** Why a JWS is refused; `message` is for logs, not for the sender. */
export class JwsError extends Error {
  override readonly name = 'JwsError';
  constructor(
    readonly code:
      'malformed' | 'unsupported' | 'algorithm_not_allowed' | 'ambiguous_keys' | 'no_key' | 'bad_signature',
    message: string,
  ) {
    super(message);
  }
}
