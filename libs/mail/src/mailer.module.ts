import { join } from 'node:path';
import type { DynamicModule } from '@nestjs/common';
import { MailerModule } from '@nestjs-modules/mailer';
import { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter';
import type { Settings } from '#platform';
import { mailTransport } from './mail-transport';

export const mailerModule = (settings: Settings): DynamicModule =>
  MailerModule.forRoot({
    transport: mailTransport(settings),
    defaults: { from: settings.MAIL_FROM },
    template: { dir: join(__dirname, 'templates'), adapter: new HandlebarsAdapter() },
  });
