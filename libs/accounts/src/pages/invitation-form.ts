import { type FieldError, Problem, type ProblemValidationPipe } from '#platform';
import { Registration } from '../registration/registration.dto';
import { type FormFault, invitationFields } from './page-renderer';

export type FormFields = Record<(typeof invitationFields)[number], string>;

/** Names of the fields as the page shows them. */
const labels: Record<string, string> = {
  email: 'E-mail address',
  full_name: 'Full name',
  username: 'Username',
  password: 'Password',
  password2: 'Password again',
};

/** Other fields are ignored: the address comes from the invitation. */
export const toFormFields = (body: Record<string, unknown>): FormFields =>
  Object.fromEntries(invitationFields.map((field) => [field, String(body[field] ?? '')])) as FormFields;

/** By the same rules as over the API. @throws {Problem} 400 `validation_failed` */
export async function toRegistration(
  validation: ProblemValidationPipe,
  token: string,
  email: string,
  form: FormFields,
): Promise<Registration> {
  const body = { ...form, email, invitation_token: token };
  return (await validation.transform(body, { type: 'body', metatype: Registration })) as Registration;
}

/** What the person can correct in the form. Everything else is thrown again. */
export function faultsOf(error: unknown): FormFault[] {
  if (!(error instanceof Problem)) throw error;
  const { detail, errors } = error.getResponse() as { detail: string; errors?: FieldError[] };
  if (error.code === 'username_taken') return [{ field: 'username', text: detail }];
  if (error.code !== 'validation_failed') throw error;
  return (errors ?? []).map(({ field, message }) => ({
    field,
    // Some messages name the field themselves.
    text: /^The /.test(message) ? message : `${labels[field] ?? field}: ${message}`,
  }));
}
