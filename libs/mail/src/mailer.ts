import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import type { MailerService } from '@nestjs-modules/mailer';
import { Settings } from '#platform';

/** nodemailer and the templates, loaded with the first mail: many a process never sends one. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private service?: Promise<MailerService>;

  constructor(
    private readonly loader: LazyModuleLoader,
    private readonly settings: Settings,
  ) {}

  get(): Promise<MailerService> {
    return (this.service ??= this.load().catch((error) => {
      this.service = undefined;
      throw error;
    }));
  }

  /** Nest calls no hooks of a module that was loaded late. */
  async onModuleDestroy(): Promise<void> {
    await (await this.service?.catch(() => undefined))?.onModuleDestroy();
  }

  private async load(): Promise<MailerService> {
    const [{ MailerService }, { mailerModule }] = await Promise.all([
      import('@nestjs-modules/mailer'),
      import('./mailer.module.js'),
    ]);
    const module = await this.loader.load(() => mailerModule(this.settings), { logger: false });
    return module.get(MailerService, { strict: false });
  }
}
