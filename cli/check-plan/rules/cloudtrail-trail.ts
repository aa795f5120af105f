import { at, isUnknown, items, type Place, textOf } from '../place';
import { type Findings, judgeEach, type Rule, resourceBlock } from '../rule';

const judgeFlag = (trail: Place, flag: string): Findings => {
  const place = at(trail, flag);
  if (place.value === true) return {};
  return isUnknown(place)
    ? { undecided: [`${flag} is known only after apply`] }
    : { violations: [`${flag} is not true`] };
};

/** ExecuteCommand is a management event that writes. */
const logsWrites = (selector: Place): boolean =>
  at(selector, 'include_management_events').value !== false &&
  textOf(at(selector, 'read_write_type')) !== 'ReadOnly';

const judgeSelectors = (trail: Place): Findings => {
  const advanced = items(at(trail, 'advanced_event_selector'));
  const basic = items(at(trail, 'event_selector'));
  if (advanced.length > 0)
    return { undecided: ['what its advanced_event_selector blocks let through is not looked at'] };
  return basic.length === 0 || basic.some(logsWrites)
    ? {}
    : {
        violations: [
          'its event_selector blocks leave out management events that write, as ECS API calls are',
        ],
      };
};

const LOGS_WRITES = [
  'event_selector {',
  '  read_write_type           = "All"',
  '  include_management_events = true',
  '}',
];

export const cloudtrailTrail: Rule = {
  id: 'cloudtrail-trail',
  control: '7',
  title: 'CloudTrail trails log the ECS API calls of all regions',
  reason: 'Only CloudTrail says who opened a shell with ECS Exec.',
  level: 'should',
  remediation: (resource) =>
    resourceBlock(
      resource,
      'enable_logging        = true',
      'is_multi_region_trail = true',
      ...(judgeSelectors(resource.planned).violations === undefined ? [] : LOGS_WRITES),
    ),
  judge: (plan) =>
    judgeEach(plan, ['aws_cloudtrail'], ({ planned }) => {
      const each = [
        judgeFlag(planned, 'enable_logging'),
        judgeFlag(planned, 'is_multi_region_trail'),
        judgeSelectors(planned),
      ];
      return {
        violations: each.flatMap(({ violations = [] }) => violations),
        undecided: each.flatMap(({ undecided = [] }) => undecided),
      };
    }),
};
