export { MailModule } from './mail.module';
export { type MailRecipient, MAIL_PURPOSE, MailService, SEND_MAIL } from './mail.service';
export type { FactorVariables, MailTemplateName, MailTemplates } from './mail-templates';
export { mailTransport } from './mail-transport';
export { mailSettings } from './mail.settings';
