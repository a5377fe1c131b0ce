import { Services1764000001000 } from './1764000001000-services';

export const servicesMigrations = [Services1764000001000];
