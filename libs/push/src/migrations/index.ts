import { Push1764000003000 } from './1764000003000-push';

export const pushMigrations = [Push1764000003000];
