import { TextField } from '#platform';

const MAX_TOKEN = 512;

interface Options {
  optional?: boolean;
  description?: string;
}

export const MailedToken = ({ description = 'The token from the mail.', ...options }: Options = {}) =>
  TextField({
    ...options,
    max: MAX_TOKEN,
    description,
    example: 'Jb0R2yY0nH8iN1mW5qk3vTz6xLcPaE9dGfUoSh4tQwM',
  });
