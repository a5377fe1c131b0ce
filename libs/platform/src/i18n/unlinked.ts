/** `https://`, and a dot in front of a letter, also those that a domain may have in its place. @see RFC 3490 §3.1 */
const LINKING = /(?<=:)(?=\/\/)|(?<=\S[.。．｡])(?=\p{L})/gu;

/**
 * A name that a person has chosen, as it may stand in a mail or a push: mail programs make a link of what looks like an
 * address, also in plain text, and the mail is ours. A space keeps them from it: `evil. example`, `https: //evil. example`.
 */
export const unlinked = (name: string): string => name.replaceAll(LINKING, ' ');
