import { knownLanguage, markLanguage, Problem } from '#platform';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { OneTimeTokenPurpose } from '../one-time-tokens/one-time-token.entity';
import { OneTimeTokensService, type TokenInspection } from '../one-time-tokens/one-time-tokens.service';
import { PageRenderer, pathOf } from './page-renderer';

/** Pages behind links with a one-time token. */
export type LinkPage = 'verify-email' | 'confirm-email' | 'reset-password';

export const purposes: Record<LinkPage, OneTimeTokenPurpose> = {
  'verify-email': 'verify_email',
  'confirm-email': 'change_email',
  'reset-password': 'reset_password',
};

/** A link as its page sees it. */
export interface OpenedLink {
  page: LinkPage;
  token: string;
  /** Chosen by the user of the link, or asked for by the browser. */
  language: string;
  found: TokenInspection | undefined;
}

/** That of the user of the link, as in the mail, or the one that the browser asks for. The answer is marked with it. */
export function languageOfPage(locale: string | null | undefined, asked: string, reply: FastifyReply): string {
  const language = knownLanguage(locale, asked);
  markLanguage(reply, language);
  return language;
}

/** What the pages behind mailed links have in common: the language, and what an old link answers. */
@Injectable()
export class LinkPages {
  constructor(
    private readonly tokens: OneTimeTokensService,
    private readonly pages: PageRenderer,
  ) {}

  /** Looks the token up and uses nothing. The page speaks the language of the mail that the link was in. */
  async open(page: LinkPage, token: string, asked: string, reply: FastifyReply): Promise<OpenedLink> {
    const found = await this.tokens.inspect(purposes[page], token);
    const language = languageOfPage(found?.locale, asked, reply);
    return { page, token, language, found };
  }

  /** The page of a link that works; what to do next where it does not. */
  show(link: OpenedLink, form: () => string): string {
    if (link.found?.isDone) return this.done(link);
    return link.found?.isValid ? form() : this.refused(link);
  }

  done({ page, language }: OpenedLink): string {
    return this.pages.outcome(language, {
      title: this.pages.say(language, `${page}.done_title`),
      text: this.pages.say(language, `${page}.done`),
      ok: true,
      next: { signIn: true },
    });
  }

  /** A used or expired link, with a new one in one press. */
  refused({ page, token, language, found }: OpenedLink): string {
    const reason = found?.isExpired ? 'link.expired' : 'link.invalid';
    const title = this.pages.say(language, `${reason}_title`);
    const text = this.pages.say(language, reason);
    if (page === 'confirm-email') {
      const advice = this.pages.say(language, 'new_link.confirm_email');
      return this.pages.outcome(language, { title, text: `${text} ${advice}`, ok: false, next: { signIn: true } });
    }
    const newLink = { action: `${pathOf(page, token)}/new-link`, asksAddress: found === undefined };
    return this.pages.outcome(language, { title, text, ok: false, next: { newLink } });
  }

  /** How the work of a button went. Faults of single fields are the form's to show. */
  async submit(link: OpenedLink, work: () => Promise<unknown>): Promise<string> {
    try {
      await work();
      return this.done(link);
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'validation_failed') throw error;
      if (error.code === 'invalid_token' || error.code === 'token_expired') return this.refused(link);
      const { title, detail } = error.bodyIn(link.language);
      return this.pages.outcome(link.language, { title, text: detail, ok: false });
    }
  }
}
