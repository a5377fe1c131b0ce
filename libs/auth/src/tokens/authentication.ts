/**
 * How a user proved who they are: password, one-time code, key in hardware or in software (a passkey), the user verified
 * by the authenticator, several factors. @see RFC 8176 §2
 */
export type AuthenticationMethod = 'pwd' | 'otp' | 'hwk' | 'swk' | 'user' | 'mfa';

/** One factor, or two. @see NIST SP 800-63B-4 §2 */
export const assuranceLevels = ['aal1', 'aal2'] as const;
export type AssuranceLevel = (typeof assuranceLevels)[number];

/** When and how the user of a session has last authenticated. @see RFC 9470 §6.1 */
export interface Authentication {
  /** Milliseconds since 1970; 0 in a token that does not say it. */
  authenticatedAt: number;
  methods: readonly AuthenticationMethod[];
}

const KEYS: readonly AuthenticationMethod[] = ['hwk', 'swk'];

/** The methods without duplicates, with `mfa` where they are of two factors. */
export function combineMethods(...methods: readonly AuthenticationMethod[]): AuthenticationMethod[] {
  const all = new Set(methods);
  const hasKey = KEYS.some((key) => all.has(key));
  if ((all.has('pwd') && (all.has('otp') || hasKey)) || (hasKey && all.has('user'))) all.add('mfa');
  return [...all];
}

/** The claim `acr`. @see RFC 9068 §2.2.1 */
export function assuranceLevelOf(methods: readonly AuthenticationMethod[]): AssuranceLevel {
  return methods.includes('mfa') ? 'aal2' : 'aal1';
}
