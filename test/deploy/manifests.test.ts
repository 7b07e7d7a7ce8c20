import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { checkDeployedConfig, root, type Environment } from './check-deployed-config.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };
/** Seconds: `drain_timeout` when not configured. */
const DRAIN_SECONDS = 25;

interface Manifest<Spec> {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data: Readonly<Record<string, string>>;
  readonly spec: Spec;
}

interface Pod {
  readonly containers: readonly [Container];
  readonly securityContext: object;
  readonly terminationGracePeriodSeconds: number;
}

interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly securityContext: object;
  readonly volumeMounts: readonly object[];
}

interface Scaling {
  readonly scaleTargetRef: object;
  readonly triggers: readonly [
    { readonly authenticationRef: { readonly name: string }; readonly metadata: object },
  ];
}

const manifests = ['windhover', 'keda-scaledobject'].flatMap((name) =>
  parseAllDocuments(read(`deploy/kubernetes/${name}.yaml`)).map(
    (document) => document.toJS() as Manifest<unknown>,
  ),
);

function find<Spec>(kind: string): Manifest<Spec> {
  return manifests.find((manifest) => manifest.kind === kind) as Manifest<Spec>;
}

describe('deploy/kubernetes', () => {
  const pod = find<{ readonly template: { readonly spec: Pod } }>('Deployment').spec.template.spec;
  const [container] = pod.containers;
  const environment: Environment = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));

  it('has a configuration that is right with the variables of the container', () => {
    expect(checkDeployedConfig(find('ConfigMap').data['windhover.yaml']!, environment)).toEqual([]);
  });

  it('confines the worker as the image allows', () => {
    expect(container.image).toBe(`windhover:${version}`);
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 65532, fsGroup: 65532 });
    expect(container.volumeMounts).toContainEqual({ name: 'state', mountPath: '/var/lib/windhover' });
  });

  it('waits longer than a worker drains', () => {
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(DRAIN_SECONDS);
  });

  it('scales what is deployed, by the queue that is consumed', () => {
    const { scaleTargetRef, triggers } = find<Scaling>('ScaledObject').spec;
    expect(scaleTargetRef).toEqual({ name: find('Deployment').metadata.name });
    expect(triggers[0].authenticationRef.name).toBe(find('TriggerAuthentication').metadata.name);
    expect(triggers[0].metadata).toMatchObject({
      queueURL: environment['WINDHOVER_QUEUE_URL'],
      awsRegion: environment['AWS_REGION'],
    });
  });
});

describe('deploy/helm/windhover', () => {
  const chart = parse(read('deploy/helm/windhover/Chart.yaml')) as Record<string, string>;
  const values = parse(read('deploy/helm/windhover/values.yaml'));
  const templates = readdirSync(join(root, 'deploy/helm/windhover/templates'));

  it('has the version of the product', () => {
    expect(chart).toMatchObject({ version, appVersion: version });
  });

  it('has a configuration that is right once its variables have values', () => {
    const environment = setAll(Object.keys(values.env));
    const text = JSON.stringify(values.config);
    expect(checkDeployedConfig(text, environment)).toEqual([]);
    expect(checkDeployedConfig(text, values.env).toSorted()).toEqual([
      'WINDHOVER_DEAD_LETTER_QUEUE_URL is not set',
      'WINDHOVER_QUEUE_URL is not set',
      'dead_letter.queue_url: expected a value',
      'ingest[0].queue_url: expected a value',
    ]);
  });

  it.each(templates)('%s uses values that there are', (file) => {
    const text = read(`deploy/helm/windhover/templates/${file}`);
    const paths = [...text.matchAll(/\.Values\.([\w.]+)/g)].map(([, path]) => path!.split('.'));
    const missing = paths.filter((path) => path.reduce((value, key) => value?.[key], values) === undefined);
    expect(missing).toEqual([]);
  });

  it('waits longer than a worker drains', () => {
    expect(values.terminationGracePeriodSeconds).toBeGreaterThan(DRAIN_SECONDS);
  });
});

describe('deploy/docker-compose.yaml', () => {
  const { services } = parse(read('deploy/docker-compose.yaml'));
  const { windhover } = services;

  it('sets what the configuration of its command names', () => {
    const path = windhover.command.at(-1).replace('/app/', '');
    expect(checkDeployedConfig(read(path), setAll(Object.keys(windhover.environment)))).toEqual([]);
  });

  it('confines the worker', () => {
    expect(windhover).toMatchObject({ read_only: true, cap_drop: ['ALL'], image: `windhover:${version}` });
  });
});

describe('deploy/terraform', () => {
  const text = read('deploy/terraform/main.tf');
  const environment = Object.fromEntries(
    [...text.matchAll(/\{ name = "(\w+)", value = (\S+) \}/g)].map(([, name, value]) => [name!, value]),
  );

  it('sets what the configuration of its command names', () => {
    const [, path] = /command\s+= \["run", "-c", "\/app\/([^"]+)"\]/.exec(text)!;
    expect(checkDeployedConfig(read(path!), environment)).toEqual([]);
  });

  it('lets the worker send to the queue for what it sets aside', () => {
    const queue = environment['WINDHOVER_DEAD_LETTER_QUEUE_URL']!.replace(/\.url$/, '.arn');
    expect(text.replace(/\s+/g, ' ')).toContain(`actions = ["sqs:SendMessage"] resources = [${queue}]`);
  });

  it('names variables that are declared', () => {
    const declared = [...read('deploy/terraform/variables.tf').matchAll(/^variable "(\w+)"/gm)].map(
      ([, name]) => name,
    );
    const named = [...text.matchAll(/\bvar\.(\w+)/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(declared));
  });
});

function setAll(names: readonly string[]): Environment {
  return Object.fromEntries(names.map((name) => [name, 'https://sqs.example/1/queue']));
}
