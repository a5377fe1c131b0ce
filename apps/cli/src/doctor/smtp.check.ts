import { mailTransport } from '#mail';
import { reasonOf } from '../errors';
import type { Check } from './check';
import { fail, ok, warn } from './finding';

const STEP_TIMEOUT_MS = 5000;
const TIMEOUTS = {
  connectionTimeout: STEP_TIMEOUT_MS,
  greetingTimeout: STEP_TIMEOUT_MS,
  socketTimeout: STEP_TIMEOUT_MS,
  dnsTimeout: STEP_TIMEOUT_MS,
};

/** By the error codes of nodemailer. */
const ACTIONS: Record<string, string> = {
  EAUTH: 'Correct user name and password in SMTP_URL.',
  ETLS: 'Use a server with STARTTLS and a valid certificate, or smtps:// for TLS from the start.',
  EDNS: 'Correct the host in SMTP_URL.',
};
const ACTION = 'Start the mail server, or correct host, port and protocol in SMTP_URL; its certificate must be valid.';

/** Goes as far as a mail would: connection, EHLO, STARTTLS, AUTH. It sends none. */
export const smtpCheck: Check = {
  name: 'smtp',
  async run({ settings }) {
    const transport = mailTransport(settings);
    if (!('host' in transport))
      return [warn('SMTP_URL is not set: mails are kept as files in DATA_DIR/mail', 'Set SMTP_URL to send mails.')];
    const { default: nodemailer } = await import('nodemailer');
    const connection = nodemailer.createTransport({ ...transport, ...TIMEOUTS });
    try {
      await connection.verify();
    } catch (error) {
      const { code = '' } = error as { code?: string };
      return [fail(`${transport.host}:${transport.port}: ${reasonOf(error)}`, ACTIONS[code] ?? ACTION)];
    } finally {
      connection.close();
    }
    const tls = transport.secure ? ' over TLS' : transport.requireTLS ? ' after STARTTLS' : '';
    const auth = transport.auth ? 'accepts user name and password' : 'answers (SMTP_URL has no user name)';
    return [ok(`${transport.host}:${transport.port} ${auth}${tls}`)];
  },
};
