import { Public } from '#auth';
import { isEmailAddress, Language, RateLimit, ReqMetadata, type RequestMetadata, Settings, text } from '#platform';
import { Body, Controller, HttpCode, Param, Post, Res, UseGuards } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PasswordResetRequestsService } from '../passwords/password-reset-requests.service';
import { VerificationResendService } from '../registration/verification-resend.service';
import { formValue } from './form-value';
import { assertPagesEnabled, HtmlPage } from './html-page';
import { LinkPages } from './link-pages.service';
import { OwnFormGuard } from './own-form.guard';
import { PageRenderer, pathOf } from './page-renderer';

type RenewablePage = 'verify-email' | 'reset-password';

/** Longer values are no address that an account can have. */
const MAX_EMAIL = 254;

/**
 * The button under a link that no longer works. It mails a new link to the address of the old one, or, where the link is
 * unknown, to the address that the person enters. The answer is the same whether there is such an account.
 */
@ApiExcludeController()
@Public()
@UseGuards(OwnFormGuard)
@Controller()
export class NewLinkPagesController {
  constructor(
    private readonly links: LinkPages,
    private readonly pages: PageRenderer,
    private readonly verifications: VerificationResendService,
    private readonly resets: PasswordResetRequestsService,
    private readonly settings: Settings,
  ) {}

  @Post('verify-email/:token/new-link')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('mail')
  @HtmlPage()
  verification(
    @Param('token') token: string,
    @Body() form: Record<string, unknown> | undefined,
    @Language() asked: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.renew('verify-email', token, { form, asked, reply }, (email) =>
      this.verifications.requestByEmail(email),
    );
  }

  @Post('reset-password/:token/new-link')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('mail')
  @HtmlPage()
  passwordReset(
    @Param('token') token: string,
    @Body() form: Record<string, unknown> | undefined,
    @Language() asked: string,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.renew('reset-password', token, { form, asked, reply }, (email) =>
      this.resets.requestByEmail(email, metadata),
    );
  }

  private async renew(
    page: RenewablePage,
    token: string,
    { form, asked, reply }: { form: Record<string, unknown> | undefined; asked: string; reply: FastifyReply },
    mail: (email: string) => Promise<void>,
  ): Promise<string> {
    assertPagesEnabled(this.settings);
    const { language, found } = await this.links.open(page, token, asked, reply);
    // The address of the link wins: who has the link shall not choose another one by it.
    const email = found?.email ?? formValue(form, 'email').trim();
    if (email.length > MAX_EMAIL || !isEmailAddress(email)) return this.askAgain(language, page, token);
    await mail(email);
    return this.pages.outcome(language, {
      title: this.pages.say(language, 'new_link.done_title'),
      text: this.pages.say(language, 'new_link.done'),
      ok: true,
    });
  }

  private askAgain(language: string, page: RenewablePage, token: string): string {
    const faults = [text(language, 'faults.invalid_email')];
    const newLink = { action: `${pathOf(page, token)}/new-link`, asksAddress: true, faults };
    return this.pages.outcome(language, {
      title: this.pages.say(language, 'link.invalid_title'),
      text: this.pages.say(language, 'link.invalid'),
      ok: false,
      next: { newLink },
    });
  }
}
