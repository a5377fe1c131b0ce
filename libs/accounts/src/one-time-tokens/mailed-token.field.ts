import { TextField } from '#platform';

const MAX_TOKEN = 512;

export const MailedToken = () =>
  TextField({
    max: MAX_TOKEN,
    description: 'The token from the mail.',
    example: 'Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM',
  });
