import type { KeyOf } from '#platform';
import type { MailTemplateName, MailTemplates } from './mail-templates';

/** Names of a mail's messages in the catalogue: `mails.verify-email.intro` is `intro`. */
type PartOf<Name extends MailTemplateName> =
  KeyOf<'mails'> extends infer Key ? (Key extends `${Name}.${infer Part}` ? Part : never) : never;

export type MailPart<Part extends string = string, Variable extends string = string> =
  /** A paragraph. */
  | { kind: 'text'; message: Part }
  /** What it is about, each on a line of its own. */
  | { kind: 'facts'; messages: Part[] }
  /** What a person wrote; left out where it is empty. */
  | { kind: 'quote'; variable: Variable }
  /** A link that is the next step. */
  | { kind: 'button'; message: Part; variable: Variable }
  /** A link beside the matter. */
  | { kind: 'link'; message: Part; variable: Variable }
  /** For who did not expect the mail: a question, and what to do. */
  | { kind: 'aside'; question: Part; message: Part };

const text = <Part extends string>(message: Part) => ({ kind: 'text' as const, message });
const facts = <Part extends string>(...messages: Part[]) => ({ kind: 'facts' as const, messages });
const quote = <Variable extends string>(variable: Variable) => ({ kind: 'quote' as const, variable });

const button = { kind: 'button', message: 'button', variable: 'link' } as const;
const aside = { kind: 'aside', question: 'doubt', message: 'advice' } as const;
const intro = text('intro');
const ok = text('ok');

/** What each mail consists of, from the top. */
export const mailLayouts: {
  [Name in MailTemplateName]: readonly MailPart<PartOf<Name>, keyof MailTemplates[Name] & string>[];
} = {
  'verify-email': [intro, button, text('expiry'), aside],
  'reset-password': [intro, button, text('expiry'), aside],
  'confirm-email': [intro, button, text('expiry'), aside],
  'password-changed': [intro, ok, aside],
  'email-change-requested': [intro, facts('fact'), text('state'), aside],
  'email-changed': [intro, ok, aside],
  'session-reuse': [intro, facts('fact'), ok, aside],
  'account-deleted': [intro, ok, aside],
  'new-device': [intro, facts('fact', 'fact_ip', 'fact_when'), ok, aside, button],
  'mfa-enabled': [intro, facts('fact'), ok, aside],
  'mfa-disabled': [intro, facts('fact'), text('consequence'), ok, aside],
  'mfa-reset-by-admin': [intro, ok, aside],
  'recovery-code-used': [intro, ok, aside],
  'recovery-codes-low': [intro, ok, aside],
  'recovery-codes-renewed': [intro, ok, aside],
  'passkey-cloned': [intro, facts('fact'), text('reason'), ok, aside],
  invitation: [intro, quote('message'), button, text('expiry'), aside],
  'address-in-use': [intro, ok, aside],
  notification: [
    facts('fact'),
    quote('body'),
    aside,
    { kind: 'link', message: 'unsubscribe', variable: 'unsubscribe' },
  ],
};
