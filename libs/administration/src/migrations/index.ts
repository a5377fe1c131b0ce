import { ServiceNodes1795745002000 } from './1795745002000-service-nodes';
import { DataExports1795745005000 } from './1795745005000-data-exports';

export const administrationMigrations = [ServiceNodes1795745002000, DataExports1795745005000];
