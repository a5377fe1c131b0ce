import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsSchema } from '#composition';
import { validate } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import { Service } from 'kubernetes-models/v1/Service';
import { parse } from 'yaml';
import { isInstalled, run } from './program';
import { renderChart } from './render-chart';

/* eslint-disable @typescript-eslint/no-explicit-any -- documents of Kubernetes */

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, 'deploy', path), 'utf8');
const settings = new Set(Object.keys(settingsSchema.shape));
/** Those that are no settings of the service. */
const unknown = (names: string[]) =>
  names.map((name) => name.replace(/_FILE$/, '')).filter((name) => !settings.has(name));

describe('deploy/Dockerfile', () => {
  const dockerfile = read('Dockerfile');
  const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  it('has no fault', () => {
    expect(validate(dockerfile, { deprecatedMaintainer: 2, emptyContinuationLine: 2 } as never)).toEqual([]);
  });

  it('runs as another user than root, with a health check of a path that there is', () => {
    expect(final).toMatch(/^USER node$/m);
    expect(final).toMatch(/^HEALTHCHECK [\s\S]+\/health\/live/m);
    expect(final.indexOf('\nUSER ')).toBeLessThan(final.indexOf('\nCMD '));
  });

  it('starts the service as package.json does', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const command = JSON.parse(/^CMD (\[.+\])$/m.exec(final)![1]!) as string[];
    expect(command.join(' ')).toBe(scripts['start:prod']);
    expect(read('systemd/collabsphere-auth.service')).toContain(`ExecStart=/usr/bin/${scripts['start:prod']}\n`);
  });

  it('sets only settings that exist', () => {
    const [, names] = /^ENV ([\s\S]+?)\nWORKDIR/m.exec(final)!;
    expect(unknown([...names!.matchAll(/(\w+)=/g)].map(([, name]) => name!))).toEqual([]);
  });
});

describe('deploy/compose.yaml', () => {
  const { services, volumes } = parse(read('compose.yaml')) as any;

  it('sets only settings that exist, and links to services that it has', () => {
    const { environment } = services.auth;
    expect(unknown(Object.keys(environment))).toEqual([]);
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'SMTP_URL'])
      expect(Object.keys(services)).toContain(new URL(environment[name]).hostname);
    expect(Object.keys(services.auth.depends_on).sort()).toEqual(['mailpit', 'postgres', 'redis']);
  });

  it('gives the service a read-only file system, no capability and a volume that is declared', () => {
    expect(services.auth).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      tmpfs: ['/tmp'],
      volumes: ['data:/data'],
    });
    expect(Object.keys(volumes)).toEqual(['data', 'postgres']);
  });
});

describe('deploy/helm', () => {
  const folder = join(root, 'deploy/helm/collabsphere-auth');
  const models: Record<string, new (document: never) => { validate(): void }> = {
    ConfigMap,
    Deployment,
    HorizontalPodAutoscaler,
    Ingress,
    NetworkPolicy,
    PersistentVolumeClaim,
    PodDisruptionBudget,
    Service,
  };
  const documents = (override?: (values: any) => void) =>
    Object.values(renderChart(folder, 'auth', override)).flat() as any[];
  const kind = (name: string, all = documents()) => all.find((document) => document.kind === name);

  it.each([
    ['as it is', () => undefined],
    [
      'with an ingress and an existing volume',
      (values: any) => {
        values.ingress.enabled = true;
        values.data.existingClaim = 'avatars';
      },
    ],
    [
      'with a fixed number of pods and no policy',
      (values: any) => {
        values.autoscaling.enabled = false;
        values.networkPolicy.enabled = false;
        values.data.storageClassName = 'nfs';
      },
    ],
  ])('every document fits the schema of Kubernetes, %s', (_name, override) => {
    const all = documents(override);
    expect(all.length).toBeGreaterThan(4);
    for (const document of all) {
      expect(Object.keys(models)).toContain(document.kind);
      const model = new models[document.kind]!(document as never);
      expect(() => model.validate()).not.toThrow();
    }
  });

  it('a document that does not fit is found', () => {
    const deployment = kind('Deployment');
    deployment.spec.template.spec.containers[0].ports[0].containerPort = 'http';
    expect(() => new Deployment(deployment).validate()).toThrow();
  });

  it('sets only settings that exist; secrets come from the mounted files', () => {
    const { data } = kind('ConfigMap');
    expect(unknown(Object.keys(data))).toEqual([]);
    const { volumeMounts } = kind('Deployment').spec.template.spec.containers[0];
    const mounts = volumeMounts.map(({ mountPath }: any) => mountPath);
    for (const [name, value] of Object.entries<string>(data))
      if (name.endsWith('_FILE'))
        expect(value).toBe(`${mounts.find((path: string) => value.startsWith(`${path}/`))}/${name.slice(0, -5)}`);
    expect(mounts).toContain(data.DATA_DIR);
  });

  it('the ports, labels and names fit together', () => {
    const all = documents((values) => (values.ingress.enabled = true));
    const { data } = kind('ConfigMap', all);
    const { selector, template } = kind('Deployment', all).spec;
    const [container] = template.spec.containers;
    expect(String(container.ports[0].containerPort)).toBe(data.PORT);
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(container[probe].httpGet.port).toBe(container.ports[0].name);
    const service = kind('Service', all);
    expect(service.spec.selector).toEqual(selector.matchLabels);
    expect(service.spec.ports[0].targetPort).toBe(container.ports[0].name);
    expect(kind('PodDisruptionBudget', all).spec.selector).toEqual(selector);
    expect(kind('NetworkPolicy', all).spec.podSelector).toEqual(selector);
    expect(kind('Ingress', all).spec.rules[0].http.paths[0].backend.service.name).toBe(service.metadata.name);
    expect(kind('HorizontalPodAutoscaler', all).spec.scaleTargetRef.name).toBe(kind('Deployment', all).metadata.name);
    expect(Number(data.SHUTDOWN_DELAY) + 15).toBeLessThan(template.spec.terminationGracePeriodSeconds);
  });

  it('runs without privileges, on a read-only file system', () => {
    const { spec } = kind('Deployment').spec.template;
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });
});

describe('deploy/systemd', () => {
  const unit = read('systemd/collabsphere-auth.service');

  it('sets only settings that exist', () => {
    expect(unknown([...unit.matchAll(/^Environment=(\w+)=/gm)].map(([, name]) => name!))).toEqual([]);
  });

  (isInstalled('systemd-analyze') ? it : it.skip)('has no fault (needs systemd-analyze)', () => {
    const { output } = run('systemd-analyze', [
      'verify',
      '--man=no',
      join(root, 'deploy/systemd/collabsphere-auth.service'),
    ]);
    // That the program is installed is not checked here.
    expect(output.split('\n').filter((line) => line && !/not executable: No such file/.test(line))).toEqual([]);
  });
});

describe('configurations of proxies', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'proxies-'));
    const key = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
    run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=auth.example.com',
      ...key,
    ]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  (isInstalled('nginx') ? it : it.skip)('nginx accepts its one (needs nginx)', () => {
    const server = read('nginx/collabsphere-auth.conf').replace(
      /\/etc\/letsencrypt\/live\/auth\.example\.com\/(fullchain|privkey)\.pem/g,
      (_path, name) => join(folder, name === 'privkey' ? 'key.pem' : 'certificate.pem'),
    );
    const main = `pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${server} }`;
    writeFileSync(join(folder, 'nginx.conf'), main);
    const { status, output } = run('nginx', ['-t', '-p', folder, '-c', join(folder, 'nginx.conf')]);
    expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
    expect(output).not.toMatch(/\[warn\]/);
  });

  (isInstalled('haproxy') ? it : it.skip)('HAProxy accepts its one (needs haproxy)', () => {
    const both = readFileSync(join(folder, 'certificate.pem'), 'utf8') + readFileSync(join(folder, 'key.pem'), 'utf8');
    writeFileSync(join(folder, 'both.pem'), both);
    const configuration = read('haproxy/haproxy.cfg').replace(
      '/etc/haproxy/certs/auth.example.com.pem',
      join(folder, 'both.pem'),
    );
    writeFileSync(join(folder, 'haproxy.cfg'), configuration);
    const { status, output } = run('haproxy', ['-c', '-f', join(folder, 'haproxy.cfg')]);
    expect({ status, output: status === 0 ? '' : output }).toEqual({ status: 0, output: '' });
    expect(output).not.toMatch(/\[(WARNING|ALERT)\]/);
  });
});
