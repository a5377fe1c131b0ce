import type { Settings } from '#platform';

/** What is silent for longer than this is given up, and the job tried again later; milliseconds. */
const SMTP_TIMEOUTS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

/**
 * `smtps://` speaks TLS from the start, `smtp://` STARTTLS where the server offers it; in production it must. Query
 * parameters of nodemailer, such as `?requireTLS=true`, are honoured; certificates are always checked.
 */
export function mailTransport({ SMTP_URL, NODE_ENV }: Settings) {
  if (!SMTP_URL) return { streamTransport: true as const, buffer: true, newline: 'windows' };
  const url = new URL(SMTP_URL);
  const { username, password, hostname, port, searchParams } = url;
  const secure = url.protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    requireTLS: searchParams.get('requireTLS') === 'true' || (NODE_ENV === 'production' && !secure),
    ignoreTLS: searchParams.get('ignoreTLS') === 'true' && NODE_ENV !== 'production',
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    tls: {
      minVersion: 'TLSv1.2' as const,
      ...(searchParams.get('servername') && { servername: searchParams.get('servername')! }),
    },
    ...SMTP_TIMEOUTS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
