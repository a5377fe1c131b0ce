import { Public } from '#auth';
import {
  AskedLanguage,
  Language,
  Problem,
  ProblemValidationPipe,
  RateLimit,
  ReqMetadata,
  type RequestMetadata,
  Settings,
} from '#platform';
import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InvitationAcceptance, type ValidInvitation } from '../invitations/invitation-acceptance.service';
import { RegistrationService } from '../registration/registration.service';
import { faultsOf, type FormFields, toFormFields, toRegistration } from './invitation-form';
import { assertPagesEnabled, HtmlPage } from './html-page';
import { languageOfPage } from './link-pages.service';
import { type FormFault, PageRenderer } from './page-renderer';

/**
 * Who is invited has chosen no language yet: it is the browser's, or else that of the mail, which is the inviter's.
 */
interface Reader {
  asked: string | undefined;
  fallback: string;
  reply: FastifyReply;
}

/** The link of an invitation: a form that registers. Opening it (GET) does not use the invitation. */
@ApiExcludeController()
@Public()
@Controller('invitation')
export class InvitationPagesController {
  constructor(
    private readonly pages: PageRenderer,
    private readonly acceptance: InvitationAcceptance,
    private readonly registration: RegistrationService,
    private readonly validation: ProblemValidationPipe,
    private readonly settings: Settings,
  ) {}

  @Get(':token')
  @RateLimit('token')
  @HtmlPage()
  show(
    @Param('token') token: string,
    @AskedLanguage() asked: string | undefined,
    @Language() fallback: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.render({ asked, fallback, reply }, token, async (valid, language) =>
      this.form(language, token, valid, toFormFields({})),
    );
  }

  @Post(':token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  submit(
    @Param('token') token: string,
    @Body() body: Record<string, unknown> | undefined,
    @AskedLanguage() asked: string | undefined,
    @Language() fallback: string,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.render({ asked, fallback, reply }, token, async (valid, language) => {
      const fields = toFormFields(body ?? {});
      const { email } = valid.invitation;
      try {
        const registration = await toRegistration(this.validation, token, { ...fields, email, locale: asked });
        await this.registration.acceptInvitation(token, registration, metadata);
      } catch (error) {
        return this.form(language, token, valid, fields, faultsOf(error, this.pages, language));
      }
      return this.pages.outcome(language, {
        title: this.pages.say(language, 'invitation.done_title'),
        text: this.pages.say(language, 'invitation.done'),
        ok: true,
        next: { signIn: true },
      });
    });
  }

  /** What the invitation's state or the settings forbid becomes a page as well. */
  private async render(
    { asked, fallback, reply }: Reader,
    token: string,
    work: (valid: ValidInvitation, language: string) => Promise<string>,
  ): Promise<string> {
    assertPagesEnabled(this.settings);
    try {
      this.registration.assertNotClosed();
      const valid = await this.acceptance.verify(token);
      return await work(valid, asked ?? languageOfPage(valid.inviter.locale, fallback, reply));
    } catch (error) {
      if (!(error instanceof Problem) || error.getStatus() >= 429) throw error;
      return this.refused(fallback, error);
    }
  }

  /** Only who invited can invite again. Who has accepted the invitation signs in. */
  private refused(language: string, error: Problem): string {
    const links = { invitation_expired: 'link.expired', invalid_invitation: 'link.invalid' } as const;
    const reason = links[error.code as keyof typeof links];
    if (!reason) {
      const { title, detail } = error.bodyIn(language);
      return this.pages.outcome(language, { title, text: detail, ok: false, next: { signIn: true } });
    }
    const title = this.pages.say(language, `${reason}_title`);
    const text = `${this.pages.say(language, reason)} ${this.pages.say(language, 'invitation.ask_again')}`;
    return this.pages.outcome(language, { title, text, ok: false, next: { signIn: true } });
  }

  private form(
    language: string,
    token: string,
    { invitation: { email, roleName }, inviter }: ValidInvitation,
    { username, full_name }: FormFields,
    faults: FormFault[] = [],
  ): string {
    const form = { email, inviter: inviter.fullName, role: roleName, username, fullName: full_name };
    return this.pages.invitation(language, token, form, faults);
  }
}
