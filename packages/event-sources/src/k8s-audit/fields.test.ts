import { describe, expect, it } from 'vitest';
import type { Compatibility } from '../field.ts';
import { fieldReader } from '../read-for-test.ts';
import { kubernetesAudit } from './source.ts';

type Read = (text: string) => unknown;

function readerOf(members: object, compatibility: Compatibility = 'fixed'): Read {
  return fieldReader(kubernetesAudit, JSON.stringify({ auditID: 'a', ...members }), compatibility);
}

/** A reader of the fields of a request with this body. */
function requestReader(requestObject: unknown, compatibility: Compatibility = 'fixed'): Read {
  return readerOf({ requestObject }, compatibility);
}

function podReader(spec: unknown, compatibility: Compatibility = 'fixed'): Read {
  return requestReader({ spec }, compatibility);
}

const add = (...names: string[]) => ({ securityContext: { capabilities: { add: names } } });

describe("defects of Falco's plugin", () => {
  it.each<[defect: string, members: object, field: string, strict: unknown, fixed: unknown]>([
    ['K1', { sourceIPs: ['10.0.0.1', '10.0.0.2'] }, 'ka.sourceips', undefined, ['10.0.0.1', '10.0.0.2']],
    ['K1 by index', { sourceIPs: ['10.0.0.1', '10.0.0.2'] }, 'ka.sourceips[1]', undefined, ['10.0.0.2']],
    ...[
      ['reg:5000/a/b:1.0', 'reg', 'reg:5000/a/b'],
      ['nginx:1.14', 'nginx', 'nginx'],
      ['reg.io/a/b@sha256:0123', 'reg.io/a/b', 'reg.io/a/b'],
      ['reg.io:443/a/b:1@sha256:0123', 'reg.io', 'reg.io:443/a/b'],
    ].map(([image, strict, fixed]): [string, object, string, unknown, unknown] => [
      `K2 ${image}`,
      { requestObject: { spec: { containers: [{ image }] } } },
      'ka.req.pod.containers.image.repository',
      [strict],
      [fixed],
    ]),
    [
      'K2 in the field of the first container',
      { requestObject: { spec: { containers: [{ image: 'reg:5000/a' }] } } },
      'ka.req.container.image.repository',
      'reg',
      'reg:5000/a',
    ],
    [
      'K3',
      { requestObject: { spec: { containers: [add('NET_ADMIN', 'SYS_TIME'), {}, add('ALL')] } } },
      'ka.req.pod.containers.add_capabilities',
      ['["NET_ADMIN","SYS_TIME"]', '["ALL"]'],
      ['NET_ADMIN', 'SYS_TIME', 'ALL'],
    ],
    [
      'K4 user',
      {
        requestObject: {
          spec: {
            securityContext: { runAsUser: 1000 },
            containers: [{ securityContext: { runAsUser: 5 } }, {}],
          },
        },
      },
      'ka.req.pod.containers.eff_run_as_user',
      ['0', '0'],
      ['5', '1000'],
    ],
    [
      'K4 group beside the security contexts',
      { requestObject: { spec: { runAsGroup: 7, initContainers: [{ runAsGroup: 6 }, {}] } } },
      'ka.req.pod.initContainers.eff_run_as_group',
      ['6', '7'],
      ['0', '0'],
    ],
    [
      'K5',
      { requestObject: { spec: { containers: [{ image: 'a' }, { name: 'b' }] } } },
      'ka.req.pod.containers.image',
      undefined,
      ['a'],
    ],
    ['K6', { verb: null }, 'ka.verb', 'null', undefined],
    ['K6 in a list', { user: { groups: ['a', null] } }, 'ka.user.groups', ['a', 'null'], ['a']],
    [
      'K7',
      { requestObject: [{ op: 'add', path: '/x', value: 1 }] },
      'ka.req.pod.volumes.volume_type',
      undefined,
      undefined,
    ],
    ['fields without audit id', { auditID: undefined, verb: 'get' }, 'ka.verb', undefined, 'get'],
  ])('%s', (_defect, members, field, strict, fixed) => {
    expect(readerOf(members, 'strict')(field)).toEqual(strict);
    expect(readerOf(members)(field)).toEqual(fixed);
  });
});

describe('scalar fields', () => {
  it.each<[members: object, field: string, value: unknown]>([
    [{ responseStatus: { code: 201 } }, 'ka.response.code', '201'],
    [{ verb: '' }, 'ka.verb', ''],
    [{ requestObject: { data: { k: 'v' } } }, 'ka.req.configmap.obj', '{"k":"v"}'],
    [{ annotations: { 'authorization.k8s.io/decision': 'forbid' } }, 'ka.auth.decision', 'forbid'],
    [{ annotations: { authorization: { k8s: 1 } } }, 'ka.auth.decision', undefined],
  ])('%j: %s', (members, field, value) => {
    expect(readerOf(members)(field)).toEqual(value);
  });

  it.each<[reference: object, name: unknown]>([
    [{ resource: 'pods' }, 'p'],
    [{ resource: 'pods', subresource: '' }, 'p'],
    [{ resource: 'pods', subresource: 'exec' }, undefined],
    [{ resource: 'services' }, undefined],
  ])('ka.target.pod.name of %j', (objectRef, name) => {
    const read = readerOf({ objectRef, responseObject: { metadata: { name: 'p' } } });
    expect(read('ka.target.pod.name')).toBe(name);
  });

  it.each<[uri: string, value: unknown]>([
    ['/x?command=ls', 'ls'],
    ['/x?a=1&command=ls&command=rm', 'ls'],
    ['/x?command=a+b%2fc', 'a b/c'],
    ['/x?c%6fmmand=z', 'z'],
    ['/x?command', ''],
    ['/x?command=a=b', 'a=b'],
    ['/x?command=%zz', undefined],
    ['/x?other=%zz&command=ls', undefined],
    ['/x?a=1;b=2&command=ls', undefined],
    ['/x?b=1', undefined],
    ['/command=ls', undefined],
  ])('ka.uri.param[command] of %s', (requestURI, value) => {
    expect(readerOf({ requestURI })('ka.uri.param[command]')).toBe(value);
  });
});

describe('lists of containers', () => {
  const port = (...ports: object[]) => ({ ports });
  it.each<[field: string, containers: unknown, value: unknown]>([
    ['name', [{ name: 'a' }, { name: 'b' }], ['a', 'b']],
    ['name[1]', [{ name: 'a' }, { name: 'b' }], ['b']],
    ['name[2]', [{ name: 'a' }, { name: 'b' }], undefined],
    ['name', { name: 'a' }, ['a']],
    ['name', [], undefined],
    ['name', null, undefined],
    ['command', [{ command: ['sh', '-c', 'x'] }, {}], ['sh -c x']],
    ['command', [{ command: ['sh'] }, { command: [1] }], undefined],
    ['args', [{ args: 'x' }], undefined],
    ['host_port', [port({ containerPort: 80 }, { hostPort: 8080, containerPort: 80 }, {})], ['80', '8080']],
    ['privileged', [{}, { securityContext: { privileged: true } }], ['true']],
    ['proc_mount', [{ securityContext: { procMount: 'Unmasked' } }], ['Unmasked']],
    ['read_only_fs', [{ securityContext: { readOnlyRootFilesystem: false } }], ['false']],
    ['run_as_user', [{ securityContext: { runAsUser: 0 } }, {}], ['0']],
  ])('ka.req.pod.containers.%s of %j', (field, containers, value) => {
    expect(podReader({ containers })(`ka.req.pod.containers.${field}`)).toEqual(value);
  });

  it.each(['initContainers', 'ephemeralContainers'])('are read from %s, too', (list) => {
    const read = podReader({ [list]: [{ name: 'n', image: 'i:1' }] });
    expect(read(`ka.req.pod.${list}.name`)).toEqual(['n']);
    expect(read(`ka.req.pod.${list}.image.repository`)).toEqual(['i']);
    expect(read('ka.req.pod.containers.name')).toBeUndefined();
  });

  it.each<[containers: unknown, value: unknown]>([
    [[{ securityContext: { privileged: true } }], 'true'],
    [[{}, { securityContext: { privileged: 'true' } }], 'false'],
    [[], 'false'],
    [null, undefined],
    [undefined, undefined],
    [{}, undefined],
  ])('ka.req.container.privileged of %j', (containers, value) => {
    expect(podReader({ containers })('ka.req.container.privileged')).toBe(value);
  });
});

describe('volumes, roles and bindings', () => {
  const volumes = [
    { name: 'a', hostPath: { path: '/proc/1' } },
    { name: 'b', emptyDir: {} },
    { name: 'c', flexVolume: { driver: 'd' } },
  ];
  it.each<[field: string, value: unknown]>([
    ['volumes.hostpath', ['/proc/1']],
    ['volumes.hostpath[0]', ['/proc/1']],
    ['volumes.hostpath[1]', undefined],
    ['volumes.flexvolume_driver', ['d']],
    ['volumes.volume_type', ['hostPath', 'emptyDir', 'flexVolume']],
    ['volumes.volume_type[1]', ['emptyDir']],
  ])('ka.req.pod.%s', (field, value) => {
    expect(podReader({ volumes })(`ka.req.pod.${field}`)).toEqual(value);
  });

  it.each([
    ['/proc', 'false'],
    ['/proc*', 'true'],
    ['/proc/1', 'true'],
    ['*', 'true'],
    ['/etc*', 'false'],
  ])('ka.req.volume.hostpath[%s]', (path, value) => {
    expect(podReader({ volumes })(`ka.req.volume.hostpath[${path}]`)).toBe(value);
  });

  const subjects = [
    { kind: 'User', name: 'u' },
    { kind: 'Group', name: 'g' },
    { kind: 'ServiceAccount', name: 's', namespace: 'n' },
    { kind: 'ServiceAccount', name: 't' },
    { kind: 'User' },
  ];
  it.each<[field: string, value: unknown]>([
    ['user_names', ['u']],
    ['group_names', ['g']],
    ['serviceaccount_names', ['s', 't']],
    ['serviceaccount_ns_names', ['n:s']],
  ])('ka.req.binding.subjects.%s', (field, value) => {
    expect(requestReader({ subjects })(`ka.req.binding.subjects.${field}`)).toEqual(value);
    expect(requestReader({ subjects: {} })(`ka.req.binding.subjects.${field}`)).toBeUndefined();
  });

  it('flattens members of rules, all or those of one', () => {
    const read = requestReader({ rules: [{ verbs: ['get', 'list'] }, { verbs: 'x' }, { verbs: ['*'] }] });
    expect(read('ka.req.role.rules.verbs')).toEqual(['get', 'list', '*']);
    expect(read('ka.req.role.rules.verbs[2]')).toEqual(['*']);
    expect(read('ka.req.role.rules.verbs[1]')).toBeUndefined();
    expect(read('ka.req.role.rules')).toHaveLength(3);
  });

  it('gives the ports of a service as one text', () => {
    const read = podReader({ ports: [{ port: 80 }, { port: 81 }], type: 'NodePort' });
    expect(read('ka.req.service.ports')).toEqual(['[{"port":80},{"port":81}]']);
    expect(read('ka.req.service.type')).toBe('NodePort');
  });
});

it('shows the whole event as evt.plugininfo, without white space between its tokens', () => {
  const read = fieldReader(kubernetesAudit, '{ "auditID": "a",\n "n": 1.0 }', 'strict');
  expect(read('evt.plugininfo')).toBe('{"auditID":"a","n":1.0}');
});

it.each(['[', '{"auditID":"a"', '', '1'])('has no values for the payload %j', (payload) => {
  expect(fieldReader(kubernetesAudit, payload)('ka.auditid')).toBeUndefined();
});

it('reads deep nesting in lists without a fault', () => {
  const deep = `${'['.repeat(290)}${']'.repeat(290)}`;
  const read = fieldReader(kubernetesAudit, `{"auditID":"a","requestObject":{"spec":${deep}}}`);
  expect(read('ka.req.pod.containers.name')).toBeUndefined();
});
