import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface Mail {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** The last path segment of the first link: the one-time token. */
  token: string;
  parsed: ParsedMail;
}

/** A real SMTP server that keeps what it gets. */
export class Mailbox {
  readonly mails: Mail[] = [];
  /** While set, every recipient is answered with this error (such as 451 or 550). */
  refuseWith?: { code: number; message: string };
  private waiting: (() => void)[] = [];

  private constructor(private readonly server: SMTPServer) {}

  static async open(options: SMTPServerOptions = {}, port = 0): Promise<Mailbox> {
    const server = new SMTPServer({
      disabledCommands: ['AUTH'],
      hideSTARTTLS: true,
      logger: false,
      onRcptTo: (_address, _session, done) => {
        const { refuseWith } = mailbox;
        done(refuseWith && Object.assign(new Error(refuseWith.message), { responseCode: refuseWith.code }));
      },
      onData: (stream, session, done) => {
        simpleParser(stream).then((parsed) => {
          mailbox.keep(
            parsed,
            session.envelope.rcptTo.map(({ address }) => address),
          );
          done();
        }, done);
      },
      ...options,
    });
    const mailbox = new Mailbox(server);
    server.on('error', () => undefined);
    server.listen(port, '127.0.0.1');
    await once(server.server, 'listening');
    return mailbox;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  of(to: string): Mail[] {
    return this.mails.filter((mail) => mail.to.includes(to));
  }

  /** The `nth` mail (from 1) to an address whose subject matches; waits for it up to 30 s. */
  async find(to: string, subject: RegExp, nth = 1): Promise<Mail> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const found = this.of(to).filter((mail) => subject.test(mail.subject))[nth - 1];
      if (found) return found;
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(`no mail to ${to} like ${subject}; there are: ${this.mails.map((m) => m.subject).join(', ')}`);
      await this.next(left);
    }
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  private keep(parsed: ParsedMail, to: string[]): void {
    const text = parsed.text ?? '';
    this.mails.push({
      from: parsed.from?.text ?? '',
      to,
      subject: parsed.subject ?? '',
      text,
      html: parsed.html || '',
      messageId: parsed.messageId ?? '',
      token: /https?:\/\/\S+\/([\w-]{20,})/.exec(text)?.[1] ?? '',
      parsed,
    });
    for (const wake of this.waiting.splice(0)) wake();
  }

  private next(within: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, within);
      this.waiting.push(() => (clearTimeout(timer), resolve()));
    });
  }
}
