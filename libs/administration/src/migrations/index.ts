import { ServiceNodes1795745002000 } from './1795745002000-service-nodes';

export const administrationMigrations = [ServiceNodes1795745002000];
