/** Enough to recognize the reason. Expressions that look for addresses need more time than the text has characters. */
const MAX_LENGTH = 2000;
/** Servers repeat the address that they refuse. */
const EMAIL_ADDRESS = /(?:"[^"]*"|[^\s<>()[\]",;:])+@[^\s<>()[\]"',;:]*[^\s<>()[\]"',;:.]/g;
/** Links hold one-time tokens, and the address of a device for pushes is one itself: of a URL only the server is kept. */
const URL_PATH = /(\b\w{1,20}:\/\/)(?:[^\s/?#<>"'@]*@)?([^\s/?#<>"'@]+)[^\s<>"']*/g;

/**
 * The error of a job as it may be stored and shown: what is in a job is encrypted, and no error shall repeat it in plain
 * text.
 */
export const publicJobError = (message: string): string =>
  message.slice(0, MAX_LENGTH).replaceAll(URL_PATH, '$1$2').replaceAll(EMAIL_ADDRESS, '<address>');
