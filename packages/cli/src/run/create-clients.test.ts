import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createAwsClients, type ClientTarget } from './create-clients.ts';

const folder = mkdtempSync(join(tmpdir(), 'clients-'));
afterAll(() => rmSync(folder, { recursive: true }));
const configFile = join(folder, 'config');
const credentialsFile = join(folder, 'credentials');
writeFileSync(
  configFile,
  '[default]\nregion = us-east-2\n\n[profile audit]\nregion=eu-west-1\noutput = json\n',
);
writeFileSync(
  credentialsFile,
  '[audit]\naws_access_key_id = AKIDAUDIT\naws_secret_access_key = secret\n[default]\naws_access_key_id = AKIDDEFAULT\naws_secret_access_key = secret\n',
);

const read = async (target: ClientTarget) => {
  const clients = createAwsClients();
  const { config } = clients.sqs(target);
  const [region, { accessKeyId }] = await Promise.all([config.region(), config.credentials()]);
  clients.close();
  return [region, accessKeyId];
};

describe('AWS clients', () => {
  it.each([
    [
      'a profile of files that are named',
      { profile: 'audit', config_file: configFile, credentials_file: credentialsFile },
      ['eu-west-1', 'AKIDAUDIT'],
    ],
    [
      'a region that is named beside',
      { region: 'us-west-1', profile: 'audit', config_file: configFile, credentials_file: credentialsFile },
      ['us-west-1', 'AKIDAUDIT'],
    ],
  ])('take %s', async (_what, target, expected) => {
    expect(await read(target)).toEqual(expected);
  });

  it('are the same for the same target, and others for another', () => {
    const clients = createAwsClients();
    const target = { region: 'us-east-1' };
    expect(clients.s3(target)).toBe(clients.s3({ ...target }));
    expect(clients.s3({ ...target, profile: 'audit' })).not.toBe(clients.s3(target));
    clients.close();
  });
});
