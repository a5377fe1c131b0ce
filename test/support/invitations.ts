import { domainToUnicode } from 'node:url';
import { deliveryAddress, splitEmailAddress } from '#platform';
import type { TestApp } from './test-app';
import type { TestUser } from './test-users';

interface Options {
  role?: string;
  message?: string;
  /** The first owner by default. */
  by?: TestUser;
}

/** Invites the address, and reads the token from the newest mail. */
export async function inviteByMail(t: TestApp, email: string, options: Options = {}): Promise<string> {
  return (await invite(t, email, options)).token;
}

export async function invite(t: TestApp, email: string, { by, ...extras }: Options = {}) {
  const { local, domain } = splitEmailAddress(deliveryAddress(email));
  // The mail server shows the domain in Unicode.
  const delivered = `${local}@${domainToUnicode(domain)}`;
  const before = t.mailbox.of(delivered).filter(({ subject }) => /invited/i.test(subject)).length;
  const { access } = by ?? (await t.as.owner());
  const { status, body } = await t.http.post('/api/invitations', { email, ...extras }, { token: access });
  if (status !== 201) throw new Error(`the invitation answered ${status}: ${JSON.stringify(body)}`);
  const { token } = await t.mailbox.find(delivered, /invited/i, before + 1);
  return { id: body.id as string, token };
}
