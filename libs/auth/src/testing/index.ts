export { TestAuth, type TestPrincipal } from './test-auth';
