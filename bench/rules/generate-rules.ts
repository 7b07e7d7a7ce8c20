// Generated rulesets in the style of real ones, for scenarios that ask how cost grows with the number of rules.
import { createRandom } from '../random.ts';

/** Event names that real CloudTrail is full of, and some that it hardly ever has. */
const NAMES = [
  'AssumeRole',
  'ConsoleLogin',
  'CreateUser',
  'DeleteBucket',
  'PutBucketPolicy',
  'RunInstances',
  'StopLogging',
  'CreateAccessKey',
  'AttachRolePolicy',
  'AuthorizeSecurityGroupIngress',
  'DeleteTrail',
  'GetSecretValue',
  'UpdateFunctionCode20150331v2',
  'PutKeyPolicy',
  'ModifySnapshotAttribute',
  'CreateLoginProfile',
  'DeactivateMFADevice',
  'DeleteDetector',
  'SendCommand',
  'ListBuckets',
];
const AGENTS = ['kali', 'pacu', 'parrot', 'trufflehog', 'cloudfox', 'scoutsuite', 'prowler', 'S3Browser'];

/** The text of a rules file with `count` rules; every tenth has no predicate on the event name. */
export function generateRules(count: number, seed: number): string {
  const random = createRandom(seed);
  const pick = (items: readonly string[]): string => items[random.below(items.length)]!;
  const rules = Array.from({ length: count }, (_, index) => {
    const condition = index % 10 === 9 ? anyNameCondition(index) : namedCondition(index);
    return [
      `- rule: Generated ${index}`,
      '  desc: generated',
      '  source: aws_cloudtrail',
      `  condition: ${JSON.stringify(condition)}`,
      '  output: "user=%ct.user name=%ct.name ip=%ct.srcip region=%ct.region id=%ct.id"',
      '  priority: WARNING',
    ].join('\n');
  });
  return `${rules.join('\n')}\n`;

  function namedCondition(index: number): string {
    const names = Array.from({ length: 1 + random.below(3) }, () =>
      random.below(3) === 0 ? `${pick(NAMES)}${index}` : pick(NAMES),
    );
    const about = `json.value[/requestParameters/${pick(['userName', 'bucketName', 'roleName', 'policyArn'])}] contains ${pick(['admin', 'prod', 'backup'])}${index}`;
    const others = [
      'not ct.error exists',
      `ct.user.identitytype = ${pick(['Root', 'IAMUser', 'AssumedRole'])}`,
      `not ct.srcip in (10.0.0.${random.below(255)}, 192.0.2.${random.below(255)})`,
      `ct.region in (eu-west-${random.below(4)}, us-east-${random.below(3)})`,
      `not ct.user startswith svc-${index}`,
    ];
    const chosen = others.filter(() => random.below(2) === 0);
    // Names are common here; as in real rulesets, few rules fire on a common name alone.
    if (index % 100 !== 50) chosen.push(about);
    return [`ct.name in (${names.join(', ')})`, ...chosen].join(' and ');
  }

  function anyNameCondition(index: number): string {
    const conditions = [
      `ct.useragent icontains ${pick(AGENTS)}${index}`,
      `ct.user.identitytype = Root and ct.region = af-south-${index}`,
      `ct.srcip = 198.51.100.${index % 250} and not ct.error exists`,
      `ct.error in (AccessDenied, Client.UnauthorizedOperation) and ct.user = scanner-${index}`,
    ];
    return conditions[random.below(conditions.length)]!;
  }
}

/** A rules file with one rule that matches every CloudTrail record. */
export const MATCHING_RULE = `- rule: Every record
  desc: matches whatever comes
  source: aws_cloudtrail
  condition: ct.name exists
  output: "user=%ct.user name=%ct.name ip=%ct.srcip region=%ct.region id=%ct.id"
  priority: WARNING
`;
