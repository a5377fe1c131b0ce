import type { HttpException } from '@nestjs/common';
import { namespaceOf, SOURCE_LANGUAGE, text } from '../i18n/catalogue';
import type { ProblemBody, ProblemKey } from './problem';

/** What the guards of `@collabsphere/auth` say: the library is a package of its own, with English words. */
type AuthProblemBody = ProblemBody & { missing?: string[] };

/** Its problem document in the language of the reader, by the code. */
export const authProblemIn = (language: string, problem: HttpException): AuthProblemBody =>
  translateAuthProblem(language, problem.getResponse() as AuthProblemBody);

export function translateAuthProblem(language: string, body: AuthProblemBody): AuthProblemBody {
  if (language === SOURCE_LANGUAGE || !isKey(body.code)) return body;
  return { ...body, title: text(language, `problems.${body.code}.title`), detail: detailIn(language, body, body.code) };
}

const isKey = (code: string): code is ProblemKey =>
  Object.hasOwn(namespaceOf(SOURCE_LANGUAGE, 'problems')!, `${code}.title`);

function detailIn(language: string, { missing }: AuthProblemBody, code: ProblemKey): string {
  if (!missing) return text(language, `problems.${code}.detail`);
  return text(language, 'problems.permission_denied.missing', { permissions: missing.join(', ') });
}
