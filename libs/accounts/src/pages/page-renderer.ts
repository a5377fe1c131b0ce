import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Brand, directionOf, type KeyOf, type MessageValues, Settings, text } from '#platform';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';
import { pageStyle } from './page-style';

/** What a person enters into the form of an invitation. */
export const invitationFields = ['full_name', 'username', 'password', 'password2'] as const;

/** Pages that have one button. */
export type ActionPage = 'verify-email' | 'confirm-email' | 'not-me' | 'unsubscribe';

export interface FormFault {
  field: string;
  /** A sentence. */
  text: string;
}

export interface InvitationForm {
  email: string;
  inviter: string;
  role: string | null;
  username: string;
  fullName: string;
}

/** A form that mails a new link: to an address that is known here, or to the one that the person enters. */
export interface NewLinkForm {
  action: string;
  asksAddress: boolean;
  faults?: string[];
}

export interface Outcome {
  title: string;
  text: string;
  ok: boolean;
  /** The next step; `signIn` is a link to the application. */
  next?: { signIn: true } | { newLink: NewLinkForm };
}

const views = ['action', 'reset-password', 'invitation', 'outcome'] as const;

/** The few pages the service shows itself. They work without JavaScript and under a policy that forbids inline style. */
@Injectable()
export class PageRenderer {
  readonly stylesheet: string;

  // A Handlebars of its own: mails have templates too.
  private readonly handlebars = Handlebars.create();
  private readonly pages: Record<(typeof views)[number], Handlebars.TemplateDelegate>;
  /** Where people sign in; nothing where there is neither a frontend nor the console. */
  private readonly applicationUrl: string | undefined;

  constructor(
    private readonly brand: Brand,
    { CONSOLE_ENABLED, FRONTEND_URL, PUBLIC_URL }: Settings,
  ) {
    this.stylesheet = pageStyle(brand);
    const own = CONSOLE_ENABLED ? '/account' : undefined;
    this.applicationUrl = FRONTEND_URL === PUBLIC_URL ? own : FRONTEND_URL;
    for (const partial of ['layout', 'faults']) this.handlebars.registerPartial(partial, this.compile(partial));
    this.pages = Object.fromEntries(views.map((view) => [view, this.compile(view)])) as typeof this.pages;
  }

  /** Words of the pages; the name of the platform is filled in. */
  say(language: string, key: KeyOf<'pages'>, values: MessageValues = {}): string {
    return text(language, `pages.${key}`, { brand: this.brand.name, ...values });
  }

  /** A page whose button does what the link is for. */
  action(language: string, page: ActionPage, token: string): string {
    const [title, intro, button, aside] = (['title', 'intro', 'button', 'aside'] as const).map((part) =>
      this.say(language, `${page}.${part}`),
    );
    return this.render('action', language, { title, intro, button, aside, action: pathOf(page, token) });
  }

  /** @param faults what was wrong with the password sent before, a sentence each */
  resetPassword(language: string, token: string, faults: string[] = []): string {
    const say = (key: KeyOf<'pages'>) => this.say(language, key);
    return this.render('reset-password', language, {
      title: say('reset-password.title'),
      intro: say('reset-password.intro'),
      button: say('reset-password.button'),
      labels: { password: say('field.new_password'), password2: say('field.new_password2') },
      rule: say('password_rule'),
      action: pathOf('reset-password', token),
      faults,
    });
  }

  /** @param faults what was wrong with the form sent before */
  invitation(language: string, token: string, form: InvitationForm, faults: FormFault[] = []): string {
    const say = (key: KeyOf<'pages'>, values?: MessageValues) => this.say(language, key, values);
    const isInvalid = (name: string) => faults.some(({ field }) => field === name);
    const { inviter, role } = form;
    return this.render('invitation', language, {
      ...form,
      title: say('invitation.title'),
      intro: say('invitation.intro', { inviter, role: role ?? '', has_role: role !== null }),
      button: say('invitation.button'),
      aside: say('invitation.aside'),
      labels: Object.fromEntries((['email', ...invitationFields] as const).map((name) => [name, say(`field.${name}`)])),
      hints: { email: say('invitation.email_hint'), username: say('invitation.username_hint') },
      rule: say('password_rule'),
      action: pathOf('invitation', token),
      faults: faults.map(({ text }) => text),
      invalid: Object.fromEntries(invitationFields.map((field) => [field, isInvalid(field)])),
    });
  }

  /** How it went, and the next step. */
  outcome(language: string, { title, text, ok, next }: Outcome): string {
    const newLink = next && 'newLink' in next ? next.newLink : undefined;
    const isSignIn = next && 'signIn' in next;
    const href = this.applicationUrl;
    return this.render('outcome', language, {
      title,
      text,
      ok,
      signIn: isSignIn && href ? { href, label: this.say(language, 'sign_in') } : null,
      newLink: newLink
        ? {
            ...newLink,
            hint: this.say(language, newLink.asksAddress ? 'new_link.ask' : 'new_link.known'),
            button: this.say(language, 'new_link.button'),
            label: this.say(language, 'field.email'),
          }
        : null,
      faults: newLink?.faults ?? [],
    });
  }

  private render(view: (typeof views)[number], language: string, context: object): string {
    const { name, logoPath, support } = this.brand;
    return this.pages[view]({
      ...context,
      language,
      direction: directionOf(language),
      brand: name,
      logo: logoPath,
      support: support ?? null,
      supportLabel: this.say(language, 'support'),
      faultsTitle: this.say(language, 'faults'),
    });
  }

  /** Parsed here rather than at the first request, so that a broken template stops the start; `strict` misses no variable. */
  private compile(name: string): Handlebars.TemplateDelegate {
    const source = readFileSync(join(__dirname, 'views', `${name}.hbs`), 'utf8');
    return this.handlebars.compile(Handlebars.parse(source), { strict: true });
  }
}

export const pathOf = (page: string, token: string) => `/${page}/${encodeURIComponent(token)}`;
