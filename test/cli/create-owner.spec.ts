import { runCli } from '../support/run-cli';
import { type TestApp, testApp } from '../support/test-app';

describe('create-owner', () => {
  let app: TestApp;
  beforeAll(async () => (app = await testApp()));
  afterAll(() => app.close());

  const createOwner = (email: string, username: string, input: string | undefined, fullName = 'Olga Owner') =>
    runCli(['create-owner', '--email', email, '--username', username, '--full-name', fullName], {
      env: { DATABASE_URL: app.databaseUrl, DATA_DIR: app.dataDir },
      input,
    });

  it('makes an account beside the running service that can sign in at once and holds everything', async () => {
    const { code, stdout, stderr } = await createOwner('olga@example.com', 'olga', 'correct horse battery\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('olga@example.com');
    expect(stdout).not.toContain('horse');

    const { status, body } = await app.http.post('/api/login', {
      email: 'olga@example.com',
      password: 'correct horse battery',
    });
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ email_verified: true, role: { name: 'owner' } });
    expect(Object.values(body.permissions)).not.toContain(false);
  });

  it('takes the first line of standard input, however it ends', async () => {
    const { code } = await createOwner('otto@example.com', 'otto', 'correct horse battery\r\nmore\n');
    expect(code).toBe(0);
    const { status } = await app.http.post('/api/login', {
      email: 'otto@example.com',
      password: 'correct horse battery',
    });
    expect(status).toBe(200);
  });

  it('names all that is wrong in words, before it asks for the password', async () => {
    const { code, stdout, stderr } = await createOwner('nobody', 'a b', undefined, '');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^--email: /),
      expect.stringMatching(/^--username: /),
      expect.stringMatching(/^--full-name: /),
    ]);
  });

  it('holds the password against the rules of a registration', async () => {
    const { code, stderr } = await createOwner('olaf@example.com', 'olaf', '12345\n');
    expect(code).toBe(1);
    expect(stderr).toMatch(/Password: .*at least 8 characters[^]*Password: .*digits only/);
    expect(stderr).not.toMatch(/12345|\n +at /);
  });

  it('says so where no password comes', async () => {
    const { code, stderr } = await createOwner('olaf@example.com', 'olaf', '');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'No password came on standard input.\n' });
  });

  it('says so where the address is taken', async () => {
    const { email } = await app.as.unverifiedUser();
    const { code, stderr } = await createOwner(email.toUpperCase(), 'olaf', 'correct horse battery\n');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'An account with this e-mail address exists already.\n' });
  });

  it('knows no option for the password', async () => {
    const { code, stderr } = await runCli(['create-owner', '--password', 'correct horse battery']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/unknown option '--password'|required option/);
  });
});
