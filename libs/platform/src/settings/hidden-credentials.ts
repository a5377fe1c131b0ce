/** User name and password of a URL. Without a slash before it, an address (`a@example.com`) is no part of it. */
const USER_INFO = /(\w:\/\/)[^\s/?#,]*@/g;
/** Keys of services are often parameters. */
const QUERY = /(\w:\/\/[^\s?#,]*)\?[^\s#,]*/g;

/** The text without what may be a credential in the URLs that are in it. */
export const withoutUrlCredentials = (text: string): string =>
  text.replaceAll(USER_INFO, '$1…@').replaceAll(QUERY, '$1?…');
