/** The 16 bytes of the user's id. @see WebAuthn Level 3 §14.6.1: no e-mail address or username */
export function userHandleOf(userId: string): Buffer {
  return Buffer.from(userId.replaceAll('-', ''), 'hex');
}
