/** `https:`, `data:`, and `//host/path` without a scheme. */
const ADDRESS = /^([a-z][a-z\d+.-]*:|[/\\]{2})/i;

/** @returns nothing where it is an address: nothing is loaded from the network, and what it shows is not in the file */
export const avatarPath = (avatar: string | undefined): string | undefined =>
  avatar === undefined || ADDRESS.test(avatar) ? undefined : avatar;
