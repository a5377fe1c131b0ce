/** Enough to recognize the reason. Expressions that look for addresses need more time than the text has characters. */
const MAX_LENGTH = 2000;
/** Servers repeat the address that they refuse. */
const EMAIL_ADDRESS = /[^\s<>()[\]",;:]+@[^\s<>()[\]"',;:]+/g;
const QUOTED_ADDRESS = /"[^"]*"@[^\s<>()[\]"',;:]+/g;
const URL_TEXT = /\b\w{1,20}:\/\/[^\s<>"']+/g;

/**
 * The error of a job as it may be stored and shown: what is in a job is encrypted, and no error shall repeat it in plain
 * text. Links hold one-time tokens, and the URL of a device for pushes is a secret itself.
 */
export const publicJobError = (message: string): string =>
  message
    .slice(0, MAX_LENGTH)
    .replaceAll(URL_TEXT, serverOf)
    .replaceAll(QUOTED_ADDRESS, '<address>')
    .replaceAll(EMAIL_ADDRESS, '<address>');

/** `https://push.example.com` of `https://push.example.com/send/secret`. */
function serverOf(url: string): string {
  const start = url.indexOf('://') + '://'.length;
  const authority = url.slice(start).split(/[/?#]/, 1)[0]!;
  return url.slice(0, start) + authority.slice(authority.lastIndexOf('@') + 1);
}
