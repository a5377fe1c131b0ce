import { msg } from '#platform';
import { oauthProblems } from './oauth.errors';

/** A form, or the same as JSON. What is not known in it is ignored. @see RFC 6749 §3.2 */
export type OAuthParameters = Readonly<Record<string, unknown>> | undefined;

/** Longer than any token of ours. */
const MAX_LENGTH = 8192;

/** @returns nothing where it was left out, or sent without a value */
export function optionalParameter(parameters: OAuthParameters, name: string): string | undefined {
  const value = parameters?.[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' || value.length > MAX_LENGTH)
    throw oauthProblems.invalid_request({
      detail: msg('problems.invalid_request.too_long', { parameter: name, max: MAX_LENGTH }),
    });
  return value;
}

/** @throws {Problem} 400 `invalid_request` where it was left out */
export function requiredParameter(parameters: OAuthParameters, name: string): string {
  const value = optionalParameter(parameters, name);
  if (value === undefined)
    throw oauthProblems.invalid_request({ detail: msg('problems.invalid_request.missing', { parameter: name }) });
  return value;
}
