import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { MailTemplateName } from './mail-templates';

export const templatesFolder = join(__dirname, 'templates');

const handlebars = Handlebars.create();
const compiled = new Map<MailTemplateName, Handlebars.TemplateDelegate>();

/** The plain text form of a mail. Nothing is escaped: it is no HTML. */
export function renderText(name: MailTemplateName, variables: object): string {
  let template = compiled.get(name);
  if (!template) {
    const source = readFileSync(join(templatesFolder, `${name}.text.hbs`), 'utf8');
    template = handlebars.compile(source, { noEscape: true, strict: true });
    compiled.set(name, template);
  }
  return template(variables);
}
