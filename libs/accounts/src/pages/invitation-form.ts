import { type FieldFault, Problem, type ProblemValidationPipe, translate } from '#platform';
import { Registration } from '../registration/registration.dto';
import { formValue } from './form-value';
import { type FormFault, invitationFields, type PageRenderer } from './page-renderer';

export type FormFields = Record<(typeof invitationFields)[number], string>;

const labelledFields = ['email', ...invitationFields] as const;

/** Other fields are ignored: the address comes from the invitation. */
export const toFormFields = (body: Record<string, unknown>): FormFields =>
  Object.fromEntries(invitationFields.map((field) => [field, formValue(body, field)])) as FormFields;

/** By the same rules as over the API. @throws {Problem} 400 `validation_failed` */
export async function toRegistration(
  validation: ProblemValidationPipe,
  token: string,
  body: FormFields & Pick<Registration, 'email' | 'locale'>,
): Promise<Registration> {
  const registration = { ...body, invitation_token: token };
  return (await validation.transform(registration, { type: 'body', metatype: Registration })) as Registration;
}

/** What the person can correct in the form. Everything else is thrown again. */
export function faultsOf(error: unknown, pages: PageRenderer, language: string): FormFault[] {
  if (!(error instanceof Problem)) throw error;
  if (error.code === 'username_taken') return [{ field: 'username', text: error.bodyIn(language).detail }];
  if (error.code !== 'validation_failed') throw error;
  return error.faults.map((fault) => ({ field: fault.field, text: sentence(fault, pages, language) }));
}

/** These sentences name the field themselves. */
const NAMES_ITS_FIELD = /^(username|password)_/;

function sentence({ field, code, message }: FieldFault, pages: PageRenderer, language: string): string {
  const words = translate(language, message);
  if (NAMES_ITS_FIELD.test(code)) return words;
  const labelled = labelledFields.find((name) => name === field);
  return `${labelled ? pages.say(language, `field.${labelled}`) : field}: ${words}`;
}
