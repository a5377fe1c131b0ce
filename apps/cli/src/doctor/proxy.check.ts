import type { Settings } from '#platform';
import type { Check } from './check';
import { type Finding, ok, warn } from './finding';

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

/** What the settings make the service believe of a request. In production most of it is checked at start already. */
export const proxyCheck: Check = {
  name: 'proxy',
  run: async ({ settings }) => [address(settings), cookies(settings), proxies(settings)],
};

const isHttps = ({ PUBLIC_URL }: Settings) => PUBLIC_URL.startsWith('https:');

function address(settings: Settings): Finding {
  const { PUBLIC_URL, HOST, PORT } = settings;
  if (isHttps(settings) || LOCAL.includes(new URL(PUBLIC_URL).hostname))
    return ok(`PUBLIC_URL is ${PUBLIC_URL}, the service listens on ${HOST}:${PORT}`);
  return warn(
    `PUBLIC_URL is ${PUBLIC_URL}, without TLS`,
    'Put a proxy with TLS before the service, and set https://….',
  );
}

function cookies(settings: Settings): Finding {
  if (isHttps(settings)) return ok('session cookies are Secure and named __Host-…');
  return warn(
    'session cookies are not Secure, since PUBLIC_URL is http',
    'Only for development; production needs https.',
  );
}

function proxies(settings: Settings): Finding {
  const { TRUST_PROXY } = settings;
  if (TRUST_PROXY === 'true')
    return warn(
      'TRUST_PROXY=true: every client chooses its own address by X-Forwarded-For, and escapes rate limits',
      'Set the number of proxies, or their addresses.',
    );
  if (TRUST_PROXY === 'off' || TRUST_PROXY === 'false') {
    const found = 'TRUST_PROXY=off: the address of a client is that of the connection, X-Forwarded-For is ignored';
    // The service itself speaks no TLS.
    return isHttps(settings)
      ? warn(`${found}; behind the proxy that speaks TLS all clients have one address`, 'Set TRUST_PROXY to the proxy.')
      : ok(found);
  }
  const last = Number(TRUST_PROXY);
  if (last === 0) return ok('TRUST_PROXY=0: X-Forwarded-For is ignored');
  return ok(
    last > 0
      ? `TRUST_PROXY=${last}: the address of a client is entry ${last} of X-Forwarded-For, counted from its end`
      : `TRUST_PROXY=${TRUST_PROXY}: the address of a client is the last entry of X-Forwarded-For that is none of these`,
  );
}
