import { Public } from '#auth';
import { Language, Problem, type RequestMetadata, ReqMetadata, RateLimit, Settings } from '#platform';
import { UnsubscribeService } from '#push';
import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { UnrecognizedSessionService } from '../security/unrecognized-session.service';
import { assertPagesEnabled, HtmlPage } from './html-page';
import { languageOfPage } from './link-pages.service';
import { PageRenderer, pathOf } from './page-renderer';

/** The links in notices: their buttons work without a sign-in. Opening a page (GET) does nothing yet. */
@ApiExcludeController()
@Public()
@Controller()
export class NoticePagesController {
  constructor(
    private readonly pages: PageRenderer,
    private readonly unrecognizedSessions: UnrecognizedSessionService,
    private readonly unsubscribing: UnsubscribeService,
    private readonly settings: Settings,
  ) {}

  @Get('not-me/:token')
  @HtmlPage()
  async unrecognizedSession(
    @Param('token') token: string,
    @Language() asked: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    assertPagesEnabled(this.settings);
    const language = languageOfPage(await this.unrecognizedSessions.findLocale(token), asked, reply);
    return this.pages.action(language, 'not-me', token);
  }

  @Post('not-me/:token')
  @HttpCode(200)
  @RouteConfig({ form: true })
  @RateLimit('token')
  @HtmlPage()
  async reportUnrecognizedSession(
    @Param('token') token: string,
    @Language() asked: string,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    assertPagesEnabled(this.settings);
    const language = languageOfPage(await this.unrecognizedSessions.findLocale(token), asked, reply);
    try {
      await this.unrecognizedSessions.report(token, metadata);
      return this.done(language, 'not-me');
    } catch (error) {
      return this.unusable(language, token, error);
    }
  }

  /** Served here even where a frontend serves the other pages, since mail programs post to it. */
  @Get('unsubscribe/:token')
  @HtmlPage()
  async unsubscribe(
    @Param('token') token: string,
    @Language() asked: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const language = languageOfPage(await this.unsubscribing.findLocale(token), asked, reply);
    return this.pages.action(language, 'unsubscribe', token);
  }

  /** The page's button, and a mail program's own, which may send either kind of form. @see RFC 8058 §3.2 */
  @Post('unsubscribe/:token')
  @HttpCode(200)
  @RouteConfig({ form: true, files: true })
  @RateLimit('token')
  @HtmlPage()
  async submitUnsubscribe(
    @Param('token') token: string,
    @Language() asked: string,
    @ReqMetadata() metadata: RequestMetadata,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const language = languageOfPage(await this.unsubscribing.findLocale(token), asked, reply);
    try {
      await this.unsubscribing.unsubscribe(token, metadata);
      return this.done(language, 'unsubscribe');
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { title, detail } = error.bodyIn(language);
      return this.pages.outcome(language, { title, text: detail, ok: false, next: { signIn: true } });
    }
  }

  private done(language: string, page: 'not-me' | 'unsubscribe'): string {
    return this.pages.outcome(language, {
      title: this.pages.say(language, `${page}.done_title`),
      text: this.pages.say(language, `${page}.done`),
      ok: true,
      ...(page === 'unsubscribe' && { next: { signIn: true } }),
    });
  }

  /** Who suspects a stranger in the account gets a new password all the same. */
  private unusable(language: string, token: string, error: unknown): string {
    if (!(error instanceof Problem) || error.getStatus() >= 429) throw error;
    const newLink = { action: `${pathOf('reset-password', token)}/new-link`, asksAddress: true };
    const reason = error.code === 'token_expired' ? 'link.expired' : 'link.invalid';
    return this.pages.outcome(language, {
      title: this.pages.say(language, `${reason}_title`),
      text: this.pages.say(language, reason),
      ok: false,
      next: { newLink },
    });
  }
}
