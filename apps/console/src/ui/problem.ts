import { CollabSphereError } from '@collabsphere/client';
import type { MessageKey, Translate } from '../i18n/messages';
import type { Formats } from '../i18n/formats';

export const isProblem = (error: unknown, ...codes: string[]): error is CollabSphereError =>
  error instanceof CollabSphereError && (codes.length === 0 || codes.includes(error.code));

/** Sentences of `validation_failed` by the code of the field's fault. */
const faultKey = (code: string): MessageKey => `fault.${code}` as MessageKey;
const problemKey = (code: string): MessageKey => `problem.${code}` as MessageKey;

/** Why the service refused, in a sentence: by the problem's code, or the service's own words for a code that is new. */
export function explain(error: unknown, t: Translate, format?: Formats): string {
  if (!(error instanceof CollabSphereError)) return t('problem.unknown');
  // The same code is that of a mailed link (400) and of an access token (401).
  const isLink = error.code === 'invalid_token' && error.status === 400;
  const sentence = isLink
    ? t('problem.invalid_link')
    : t.has(problemKey(error.code))
      ? t(problemKey(error.code))
      : error.detail;
  if (error.code === 'validation_failed' && error.errors?.length === 1) return error.errors[0]!.message;
  if (error.retryAfter && error.status === 429 && format) return `${sentence} ${retryHint(error.retryAfter, t)}`;
  return sentence || t('problem.unknown');
}

function retryHint(seconds: number, t: Translate): string {
  return seconds < 60
    ? t('problem.retrySeconds', { seconds })
    : t('problem.retryMinutes', { minutes: Math.ceil(seconds / 60) });
}

/** The faults of single fields, for the inputs to show. */
export function fieldFaults(error: unknown, t: Translate): Record<string, string> {
  if (!isProblem(error, 'validation_failed')) return {};
  const faults: Record<string, string> = {};
  for (const { field, code, message } of error.errors ?? [])
    faults[field] ??= t.has(faultKey(code)) ? t(faultKey(code)) : message;
  return faults;
}
