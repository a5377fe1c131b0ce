import type { Scope } from '../scopes';
import { oauthProblems } from './oauth.errors';

/** @see RFC 6749 §3.3. @throws {Problem} 400 `invalid_scope` where more is asked for than there is */
export function grantedScopes(held: readonly Scope[], asked: string | undefined): Scope[] {
  if (asked === undefined) return [...held];
  const names = new Set(asked.split(' ').filter(Boolean));
  const granted = held.filter((scope) => names.has(scope));
  if (granted.length < names.size || granted.length === 0) throw oauthProblems.invalid_scope();
  return granted;
}
