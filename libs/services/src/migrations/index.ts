import { Services1764000001000 } from './1764000001000-services';
import { ServiceNameSkeletons1764201000002 } from './1764201000002-service-name-skeletons';

export const servicesMigrations = [Services1764000001000, ServiceNameSkeletons1764201000002];
