// What secrets of well-known services look like. Names, kinds and order are those of Falco's plugin, so that its rules
// and their outputs mean the same here.

import type { Compatibility } from '../field.ts';

/** What `files[].matches[]` says of a secret beside its line. */
export interface SecretKind {
  readonly desc: string;
  readonly type: 'key' | 'client' | 'secret';
  readonly platform: string;
}

interface SecretPattern extends SecretKind {
  readonly pattern: string;
  /** Where the plugin's pattern misses the real thing. */
  readonly fixedPattern?: string;
}

const SPACES = '[\\t\\n\\f\\r ]*';
const OPTIONAL_QUOTE = `["']?`;
const QUOTE = `["']`;
const ASSIGNS = `${OPTIONAL_QUOTE}${SPACES}(?::|=>|=)${SPACES}${OPTIONAL_QUOTE}`;

/** A word of the service, in any case, shortly before. */
function after(words: string): string {
  return `(?i:${words})[^\\n]{0,20}`;
}

function anyCase(pattern: string): string {
  return `(?i:${pattern})`;
}

function key(desc: string, platform: string, pattern: string, fixedPattern?: string): SecretPattern {
  return { desc, type: 'key', platform, pattern, ...(fixedPattern !== undefined && { fixedPattern }) };
}

const SLACK_WEBHOOK = 'https://hooks\\.slack\\.com/services/T\\w{8}/B\\w{8,12}/\\w{24}';

const secretPatterns: readonly SecretPattern[] = [
  key('aws_access_key', 'AWS', '(?:A3T[A-Z0-9]|AKIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ASIA)[A-Z0-9]{16}'),
  key('aws_secret_key', 'AWS', `(?:KEY|key|Key)${ASSIGNS}[A-Za-z0-9/\\\\+=]{40}`),
  key('aws_mws_key', 'AWS', 'amzn\\.mws\\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'),
  key(
    'aws_account_id',
    'AWS',
    `(?:ACCOUNT|account|Account)_?(?:ID|id|Id)?${ASSIGNS}[0-9]{4}-?[0-9]{4}-?[0-9]{4}`,
  ),
  key('facebook_secret_key', 'Facebook', `${after('facebook|fb')}${QUOTE}[0-9a-f]{32}${QUOTE}`),
  key('facebook_client_id', 'Facebook', `${after('facebook|fb')}${QUOTE}[0-9]{13,17}${QUOTE}`),
  key('twitter_secret_key', 'Twitter', `${after('twitter')}${QUOTE}${anyCase('[0-9a-z]{35,44}')}${QUOTE}`),
  {
    desc: 'twitter_client_id',
    type: 'client',
    platform: 'Twitter',
    pattern: `${after('twitter')}${QUOTE}${anyCase('[0-9a-z]{18,25}')}${QUOTE}`,
  },
  key('github_personal_access_token', 'Github', 'ghp_[0-9a-zA-Z]{36}'),
  key('github_oauth_access_token', 'Github', 'gho_[0-9a-zA-Z]{36}'),
  key('github_app_token', 'Github', 'gh[us]_[0-9a-zA-Z]{36}'),
  key('github_refresh_token', 'Github', 'ghr_[0-9a-zA-Z]{76}'),
  {
    desc: 'linkedin_client_id',
    type: 'client',
    platform: 'LinkedIn',
    pattern: `${after('linkedin')}[0-9a-z]{12}`,
  },
  {
    desc: 'linkedin_secret_key',
    type: 'secret',
    platform: 'LinkedIn',
    pattern: `${after('linkedin')}${anyCase('[0-9a-z]{16}')}`,
  },
  key('slack', 'Slack', 'xox[abprs]-'),
  key(
    'asymmetric_private_key',
    'AsymmetricPrivateKey',
    '-----BEGIN (?:(?:EC|PGP|DSA|RSA|OPENSSH) )?PRIVATE KEY(?: BLOCK)?-----',
  ),
  key('google_api_key', 'Google', 'AIza[0-9A-Za-z_-]{35}'),
  key(
    'google_gcp_service_account',
    'Google',
    '"type": "service_account"',
    `"type"${SPACES}:${SPACES}"service_account"`,
  ),
  key(
    'heroku_api_key',
    'Heroku',
    `${after('heroku')}${anyCase('[0-9a-f]{8}(?:-[0-9a-f]{4}){2}-[0-9a-f]{12}')}`,
    `${after('heroku')}${anyCase('[0-9a-f]{8}(?:-[0-9a-f]{4}){2,3}-[0-9a-f]{12}')}`,
  ),
  key('mailchimp_api_key', 'Mailchimp', `${after('mailchimp|mc')}${anyCase('[0-9a-f]{32}-us[0-9]')}`),
  key('mailgun_api_key', 'Mailgun', 'key-[0-9a-z]{32}'),
  key('paypal_braintree_access_token', 'Paypal', 'access_token\\$production\\$[0-9a-z]{16}\\$[0-9a-f]{32}'),
  key('picatic_api_key', 'Picatic', 'sk_live_[0-9a-z]{32}'),
  key('sendgrid_api_key', 'SendGrid', 'SG\\.\\w{16,32}\\.\\w{16}', 'SG\\.[\\w-]{16,32}\\.[\\w-]{16}'),
  key('slack_webhook', 'slack', `^${SLACK_WEBHOOK}$`, SLACK_WEBHOOK),
  key(
    'stripe_api_key',
    'Stripe',
    `${after('stripe')}${anyCase('[sr]k_live_[0-9a-z]{24}')}`,
    '[sr]k_live_[0-9a-zA-Z]{24}',
  ),
  key('square_access_token', 'square', 'sq0atp-[0-9A-Za-z_-]{22}'),
  key('square_oauth_secret', 'square', 'sq0csp-[0-9A-Za-z_-]{43}'),
  key('twilio_api_key', 'twilio', `${after('twilio')}${anyCase('SK[0-9a-f]{32}')}`),
  key('dynatrace_token', 'Dynatrace', 'dt0[a-zA-Z][0-9]{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{64}'),
  key('shopify_shared_secret', 'Shopify', 'shpss_[a-fA-F0-9]{32}'),
  key('shopify_access_token', 'Shopify', 'shpat_[a-fA-F0-9]{32}'),
  key('shopify_custom_app_access_token', 'Shopify', 'shpca_[a-fA-F0-9]{32}'),
  key('shopify_private_app_access_token', 'Shopify', 'shppa_[a-fA-F0-9]{32}'),
  key('pypi_upload_token', 'pypi', 'pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50}'),
];

/** Without the `i` flag, so that `(?i:…)` says where case does not matter; with `u`, so that `.` is a character. */
const compiled = secretPatterns.map(({ desc, type, platform, pattern, fixedPattern }) => ({
  kind: { desc, type, platform } satisfies SecretKind,
  strict: new RegExp(pattern, 'u'),
  fixed: new RegExp(fixedPattern ?? pattern, 'u'),
}));

/** The first kind of secret, in the order of the table, that the line has. */
export function findSecret(line: string, compatibility: Compatibility): SecretKind | undefined {
  return compiled.find((entry) => entry[compatibility].test(line))?.kind;
}
