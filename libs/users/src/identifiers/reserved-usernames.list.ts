/** Names by which people look for the platform itself, or which mean something to programs. Folded, by kind. */
export const reservedUsernames: readonly string[] = [
  // Who runs it.
  ...['admin', 'admins', 'administrator', 'administrators', 'mod', 'moderator', 'moderators', 'operator', 'owner'],
  ...['root', 'staff', 'superuser', 'sysadmin', 'sysop', 'system', 'team'],
  // Where its people are reached; RFC 2142 names the most.
  ...['abuse', 'billing', 'compliance', 'contact', 'feedback', 'help', 'helpdesk', 'hostmaster', 'info', 'legal'],
  ...['mailer-daemon', 'marketing', 'news', 'no-reply', 'no_reply', 'noreply', 'notifications', 'postmaster', 'press'],
  ...['privacy', 'sales', 'security', 'service', 'status', 'support', 'trust', 'usenet', 'verify', 'webmaster'],
  // The product.
  ...['auth', 'collabsphere', 'official'],
  // Words with a meaning in mentions and paths.
  ...['account', 'accounts', 'all', 'api', 'bot', 'channel', 'docs', 'everyone', 'here', 'login', 'logout', 'me'],
  ...['myself', 'oauth', 'password', 'profile', 'register', 'self', 'settings', 'signin', 'signout', 'signup', 'users'],
  // Words that programs read as no value, or as any user.
  ...['anonymous', 'deleted', 'false', 'localhost', 'nan', 'nil', 'nobody', 'none', 'null'],
  ...['true', 'undefined', 'unknown'],
];
