import { settingsSchema } from '#composition';
import { type Settings, SettingsCatalogue } from '#platform';

/** Shorter ones are in too many words. */
const MIN_LENGTH = 4;

/** Removes the values of secret settings from a text, whole or as a part of a URL: a server may repeat them in an error. */
export function redactorOf(settings: Settings): (text: string) => string {
  const secrets = new SettingsCatalogue(settingsSchema, settings)
    .list()
    .filter(({ isSecret }) => isSecret)
    .map(({ name }) => settings[name as keyof Settings])
    .filter((value) => typeof value === 'string')
    .flatMap((value) => [value, ...credentialsIn(value)])
    .filter((secret) => secret.length >= MIN_LENGTH)
    // A secret may be a part of another one.
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}

/** The password of a URL as it is written and as it is meant, and passwords among its parameters. A URL may have several hosts. */
function credentialsIn(url: string): string[] {
  const [address = '', query] = url.split('?', 2);
  const parameters = [...new URLSearchParams(query)].filter(([name]) => /password/i.test(name));
  const authority = address.slice(address.indexOf('://') + 3);
  const userInfo = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : '';
  const password = userInfo.includes(':') ? userInfo.slice(userInfo.indexOf(':') + 1) : '';
  return [password, decoded(password), ...parameters.map(([, value]) => value)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
