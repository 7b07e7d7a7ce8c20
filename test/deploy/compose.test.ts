import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@windhover/config';
import { readOwnSettings } from '@windhover/config/own';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createConfigFiles } from '../../packages/cli/src/load-settings.ts';

/** The parts of a service that a composition of ours uses. */
interface Service {
  readonly image?: string;
  readonly build: { readonly context: string; readonly target?: string };
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
}

const root = join(import.meta.dirname, '../..');
const { services, volumes } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8')) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const configPath = 'deploy/compose/windhover.yaml';

describe('docker-compose.yml', () => {
  it('has the stand-ins, the worker and the webhook', () => {
    expect(Object.keys(services).toSorted()).toEqual(['aws', 'webhook', 'windhover']);
  });

  describe.each(Object.entries(services))('%s', (_, service) => {
    it('is built from this repository, from a stage that the Dockerfile has', () => {
      expect(service.image).toBeUndefined();
      expect(existsSync(join(root, service.build.context, 'Dockerfile'))).toBe(true);
      const { target } = service.build;
      if (target !== undefined) expect(dockerfile).toMatch(new RegExp(`^FROM \\S+ AS ${target}$`, 'm'));
    });

    it('may do little', () => {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      expect(service.healthcheck.test[0]).toBe('CMD');
    });

    it('mounts and starts what is there', () => {
      const sources = (service.volumes ?? []).map((volume) => volume.split(':')[0]!);
      for (const source of sources) {
        if (source.startsWith('./')) expect(existsSync(join(root, source)), source).toBe(true);
        else expect(volumes).toHaveProperty([source]);
      }
      const words = [...service.command, ...service.healthcheck.test];
      const scripts = words
        .filter((word) => word.endsWith('.mjs'))
        .map((script) => script.replace('/app/', ''));
      expect(scripts).toContain('deploy/health-check.mjs');
      expect(scripts.filter((script) => !existsSync(join(root, script)))).toEqual([]);
    });

    it('waits only for services that tell when they are ready', () => {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(condition).toBe('service_healthy');
        expect(services).toHaveProperty([name]);
      }
    });
  });

  it('mounts the configuration where the worker reads it, and rules where the configuration names them', () => {
    const { command, volumes: mounts = [] } = services['windhover']!;
    expect(mounts).toContain(`./${configPath}:${command.at(-1)}:ro`);
    expect(mounts).toContain('./rules:/app/rules:ro');
    const { rules_files: rulesFiles } = parse(readFileSync(join(root, configPath), 'utf8')) as {
      rules_files: string[];
    };
    for (const path of rulesFiles) expect(existsSync(join(root, path.replace('/app/', ''))), path).toBe(true);
  });
});

describe(configPath, () => {
  const { environment } = services['windhover']!;
  const result = loadConfig({
    path: configPath,
    options: [],
    files: createConfigFiles(root),
    environment: (name) => environment[name],
  });
  if (!result.ok) throw new Error(result.message);
  const { config } = result;

  it('fits the schema and gives no warning', () => {
    expect(config.warnings).toEqual([]);
    expect(config.files.map(({ schema }) => schema)).toEqual(['ok']);
  });

  it('needs no variables', () => {
    expect(config.unsetVariables).toEqual([]);
  });

  it('leads from the stand-ins to the webhook', () => {
    const own = readOwnSettings(config.root);
    const { environment: aws } = services['aws']!;
    const { environment: webhook } = services['webhook']!;
    expect(own).toMatchObject({
      ok: true,
      settings: {
        ingest: [
          {
            type: 'aws_sqs',
            queue_url: `http://aws:${aws['SQS_PORT']}/123456789012/cloudtrail-objects`,
            endpoint: `http://aws:${aws['SQS_PORT']}`,
            s3_endpoint: `http://aws:${aws['S3_PORT']}`,
          },
        ],
        sinks: [{ type: 'http', url: `http://webhook:${webhook['PORT']}/alerts` }],
        dead_letter: { type: 'directory' },
      },
    });
  });
});
