/** Its parsers of certificates are 200 modules, which a process without passkeys never needs. */
export const loadWebauthn = () => import('@simplewebauthn/server');
