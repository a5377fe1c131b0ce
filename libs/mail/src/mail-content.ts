import { type Brand, type MessageKey, type MessageValues, text, unlinked } from '#platform';
import { mailLayouts, type MailPart } from './mail-layouts';
import type { MailTemplateName, MailTemplates } from './mail-templates';

/** A part of a mail in the language of its reader. Each has one of these. */
export interface MailBlock {
  text?: string;
  facts?: string[];
  quote?: string;
  button?: { label: string; href: string };
  link?: { label: string; href: string };
  aside?: { question: string; text: string };
}

/** The words of a mail, before they are HTML or plain text. */
export interface MailContent {
  language: string;
  brand: string;
  subject: string;
  title: string;
  greeting: string;
  blocks: MailBlock[];
  linkFallback: string;
  neverAsk: string;
  support?: string;
}

/** @param brand whose name the words have */
export function mailContent<Name extends MailTemplateName>(
  name: Name,
  variables: MailTemplates[Name],
  language: string,
  { name: brand, support }: Pick<Brand, 'name' | 'support'>,
): MailContent {
  const values = toValues(name, variables, brand);
  const say = (part: string) => text(language, `mails.${name}.${part}` as MessageKey, values);
  return {
    language,
    brand,
    subject: say('subject'),
    title: say('title'),
    greeting: text(language, 'mails.greeting', values),
    blocks: mailLayouts[name].flatMap((part) => toBlock(part, say, values)),
    linkFallback: text(language, 'mails.link_fallback'),
    neverAsk: text(language, 'mails.never_ask'),
    ...(support && { support: text(language, 'mails.support', { contact: support.label }) }),
  };
}

function toBlock(part: MailPart, say: (part: string) => string, values: MessageValues): MailBlock[] {
  switch (part.kind) {
    case 'text':
      return [{ text: say(part.message) }];
    case 'facts':
      return [{ facts: part.messages.map(say) }];
    case 'quote':
      return values[part.variable] ? [{ quote: String(values[part.variable]) }] : [];
    case 'button':
    case 'link':
      return [{ [part.kind]: { label: say(part.message), href: String(values[part.variable]) } }];
    case 'aside':
      return [{ aside: { question: say(part.question), text: say(part.message) } }];
  }
}

/** Variables that a person has chosen. */
const chosen = ['name', 'inviter', 'device', 'passkey', 'role'] as const;

/** Times were texts in the job. Whether there is a role is a choice between two sentences. */
function toValues(template: MailTemplateName, variables: object, brand: string): MessageValues {
  const values: MessageValues = { ...variables, brand };
  for (const name of chosen) {
    const value = values[name];
    // Who is invited is greeted by the address that the mail goes to.
    const isAddress = template === 'invitation' && name === 'name';
    if (typeof value === 'string' && !isAddress) values[name] = unlinked(value);
  }
  for (const name of ['when', 'until'] as const) if (name in values) values[name] = new Date(String(values[name]));
  return 'role' in values ? { ...values, has_role: values.role !== null } : values;
}
