import { join } from 'node:path';
import { MailerModule } from '@nestjs-modules/mailer';
import { HandlebarsAdapter } from '@nestjs-modules/mailer/adapters/handlebars.adapter';
import { Settings } from '#platform';
import { Module } from '@nestjs/common';
import { MailSender } from './mail.sender';
import { MailService } from './mail.service';
import { templatesFolder } from './text-templates';
import { mailTransport } from './mail-transport';

@Module({
  imports: [
    MailerModule.forRootAsync({
      imports: [],
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        transport: mailTransport(settings),
        defaults: { from: settings.MAIL_FROM },
        template: { dir: templatesFolder, adapter: new HandlebarsAdapter(), options: { strict: true } },
        options: { partials: { dir: join(templatesFolder, 'partials'), options: { strict: true } } },
      }),
    }),
  ],
  providers: [MailService, MailSender],
  exports: [MailService],
})
export class MailModule {}
