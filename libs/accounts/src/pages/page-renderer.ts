import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import Handlebars from 'handlebars';

/** What a person enters into the form of an invitation. */
export const invitationFields = ['full_name', 'username', 'password', 'password2'] as const;

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

/** The few pages the service shows itself. They work without JavaScript and under a policy that forbids inline style. */
@Injectable()
export class PageRenderer {
  /** What the pages fetch from `/pages/style.css`. */
  readonly stylesheet = view('style.css');

  // A Handlebars of its own: mails have a partial called `layout` too.
  private readonly handlebars = Handlebars.create();
  private readonly pages: Record<
    'verify-email' | 'confirm-email' | 'reset-password' | 'invitation' | 'not-me' | 'unsubscribe' | 'outcome',
    Handlebars.TemplateDelegate
  >;

  constructor() {
    this.handlebars.registerPartial('layout', this.compile('layout'));
    this.pages = {
      'verify-email': this.compile('verify-email'),
      'confirm-email': this.compile('confirm-email'),
      'reset-password': this.compile('reset-password'),
      invitation: this.compile('invitation'),
      'not-me': this.compile('not-me'),
      unsubscribe: this.compile('unsubscribe'),
      outcome: this.compile('outcome'),
    };
  }

  verifyEmail(token: string): string {
    return this.pages['verify-email']({ action: `/verify-email/${encodeURIComponent(token)}` });
  }

  confirmEmail(token: string): string {
    return this.pages['confirm-email']({ action: `/confirm-email/${encodeURIComponent(token)}` });
  }

  /** @param faults what was wrong with the password sent before, a sentence each */
  resetPassword(token: string, faults: string[] = []): string {
    return this.pages['reset-password']({ action: `/reset-password/${encodeURIComponent(token)}`, faults });
  }

  /** @param faults what was wrong with the form sent before */
  invitation(token: string, form: InvitationForm, faults: FormFault[] = []): string {
    const isInvalid = (name: string) => faults.some(({ field }) => field === name);
    const invalid = Object.fromEntries(invitationFields.map((field) => [field, isInvalid(field)]));
    const action = `/invitation/${encodeURIComponent(token)}`;
    return this.pages.invitation({ action, ...form, faults: faults.map(({ text }) => text), invalid });
  }

  unrecognizedSession(token: string): string {
    return this.pages['not-me']({ action: `/not-me/${encodeURIComponent(token)}` });
  }

  unsubscribe(token: string): string {
    return this.pages.unsubscribe({ action: `/unsubscribe/${encodeURIComponent(token)}` });
  }

  /** How it went. */
  outcome(result: { title: string; text: string; ok: boolean }): string {
    return this.pages.outcome(result);
  }

  /** Parsed here rather than at the first request, so that a broken template stops the start; `strict` misses no variable. */
  private compile(name: string): Handlebars.TemplateDelegate {
    return this.handlebars.compile(Handlebars.parse(view(`${name}.hbs`)), { strict: true });
  }
}

function view(file: string): string {
  return readFileSync(join(__dirname, 'views', file), 'utf8');
}
