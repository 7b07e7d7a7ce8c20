import { describe, expect, it } from 'vitest';
import { findSecret } from './secret-patterns.ts';

/** Put together here, so that nobody's scanner takes the test for a leak. */
const hex = (length: number): string => '0123456789abcdef'.repeat(8).slice(0, length);
const word = (length: number): string => 'a1B2c3D4e5F6g7H8i9J0'.repeat(8).slice(0, length);
const capitals = (length: number): string => 'A1B2C3D4E5F6G7H8'.repeat(8).slice(0, length);
const lower = (length: number): string => word(length).toLowerCase();

describe('secrets that both compatibilities find', () => {
  it.each<[desc: string | undefined, line: string]>([
    ['aws_access_key', `k="AKIA${capitals(16)}"`],
    ['aws_secret_key', `AWS_SECRET_ACCESS_KEY="${word(40)}"`],
    ['aws_secret_key', `'key' => '${word(40)}'`],
    ['aws_mws_key', `amzn.mws.${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
    ['aws_account_id', 'aws_account_id = 123456789012'],
    ['aws_account_id', 'ACCOUNT: 1234-5678-9012'],
    ['facebook_secret_key', `FB_SECRET='${hex(32)}'`],
    ['facebook_client_id', 'facebook_id = "12345678901234"'],
    ['twitter_secret_key', `Twitter = "${word(40)}"`],
    ['twitter_client_id', `twitter = "${word(20)}"`],
    ['github_personal_access_token', `ghp_${word(36)}`],
    ['github_oauth_access_token', `gho_${word(36)}`],
    ['github_app_token', `ghs_${word(36)}`],
    ['github_refresh_token', `ghr_${word(76)}`],
    ['linkedin_client_id', `LinkedIn ${lower(12)}`],
    ['linkedin_secret_key', `linkedin=${capitals(16)}`],
    ['slack', 'xoxb-'],
    ['asymmetric_private_key', '-----BEGIN PRIVATE KEY-----'],
    ['asymmetric_private_key', '-----BEGIN PGP PRIVATE KEY BLOCK-----'],
    ['google_api_key', `AIza${word(35)}`],
    ['google_gcp_service_account', '"type": "service_account"'],
    ['mailchimp_api_key', `mailchimp ${hex(32)}-us12`],
    ['mailgun_api_key', `key-${lower(32)}`],
    ['paypal_braintree_access_token', `access_token$production$${hex(16)}$${hex(32)}`],
    ['sendgrid_api_key', `SG.${word(22)}.${word(43)}`],
    ['slack_webhook', `https://hooks.slack.com/services/T${word(8)}/B${word(8)}/${word(24)}`],
    ['square_access_token', `sq0atp-${word(22)}`],
    ['square_oauth_secret', `sq0csp-${word(43)}`],
    ['twilio_api_key', `TWILIO SK${hex(32)}`],
    ['dynatrace_token', `dt0c01.${capitals(24)}.${capitals(64)}`],
    ['shopify_shared_secret', `shpss_${hex(32)}`],
    ['shopify_access_token', `shpat_${hex(32)}`],
    ['shopify_custom_app_access_token', `shpca_${hex(32)}`],
    ['shopify_private_app_access_token', `shppa_${hex(32)}`],
    ['pypi_upload_token', `pypi-AgEIcHlwaS5vcmc${word(50)}`],
    [undefined, 'nothing to see'],
    [undefined, `ghp_${word(35)}`],
    [undefined, `facebook${'.'.repeat(21)}"${hex(32)}"`],
  ])('%s in %s', (desc, line) => {
    expect(findSecret(line, 'strict')?.desc).toBe(desc);
    expect(findSecret(line, 'fixed')?.desc).toBe(desc);
  });

  it('reports the first kind of the table that a line has', () => {
    expect(findSecret(`ghp_${word(36)} AKIA${capitals(16)}`, 'strict')?.desc).toBe('aws_access_key');
  });

  it('takes long lines in its stride', () => {
    const lines = ['key', 'facebook', 'a:=', '-us1', '0', 'sk_live_'].map((text) =>
      text.repeat(100_000 / text.length),
    );
    for (const line of lines) findSecret(line, 'fixed');
  });
});

describe('secrets that only fixed finds', () => {
  it.each<[desc: string, strict: string | undefined, line: string]>([
    ['heroku_api_key', undefined, `HEROKU ${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
    ['google_gcp_service_account', undefined, '"type":"service_account"'],
    [
      'slack_webhook',
      undefined,
      `url = https://hooks.slack.com/services/T${word(8)}/B${word(8)}/${word(24)}`,
    ],
    ['stripe_api_key', undefined, `sk_live_${word(24)}`],
    ['sendgrid_api_key', undefined, `SG.${word(11)}-${word(10)}.${word(43)}`],
  ])('%s', (desc, strict, line) => {
    expect(findSecret(line, 'fixed')?.desc).toBe(desc);
    expect(findSecret(line, 'strict')?.desc).toBe(strict);
  });
});
