import { at, isSet, isUnknown, type Place } from '../place';
import { type Findings, judgeEach, type Rule, resourceBlock } from '../rule';

const UNKNOWN = 'its tags are known only after apply';

/** With the default tags of the provider, which are known as soon as all tags are. */
const tagsOf = (planned: Place): Place => {
  const all = at(planned, 'tags_all');
  return isUnknown(all) ? at(planned, 'tags') : all;
};

const judgeAny = ({ value, unknown, leavesOutUnknown }: Place): Findings => {
  if ([value, unknown].some((tags) => Object.keys(Object(tags)).length > 0)) return {};
  return leavesOutUnknown && value !== null ? { undecided: [UNKNOWN] } : { violations: ['it has no tags'] };
};

const judgeTags = (planned: Place, required: readonly string[]): Findings => {
  const tags = tagsOf(planned);
  if (isUnknown(tags)) return { undecided: [UNKNOWN] };
  if (required.length === 0) return judgeAny(tags);
  const missing = required.filter((key) => !isSet(at(tags, key)));
  if (missing.length > 0) return { violations: [`it has no tag ${missing.join(', ')}`] };
  const isLeftOut = planned.leavesOutUnknown && required.some((key) => isUnknown(at(tags, key)));
  return isLeftOut ? { undecided: [UNKNOWN] } : {};
};

export const requiredTags: Rule = {
  id: 'required-tags',
  control: 'O3',
  title: 'ECS resources are tagged',
  reason: 'Tags say who owns a resource. --require-tag names those of your standard.',
  level: 'should',
  remediation: (resource) => resourceBlock(resource, 'tags = {', '  THE_TAG = "THE_VALUE"', '}'),
  judge: (plan, { requiredTags: required }) =>
    judgeEach(
      plan,
      ['aws_ecs_cluster', 'aws_ecs_service', 'aws_ecs_task_definition', 'aws_ecs_capacity_provider'],
      ({ planned }) => judgeTags(planned, required),
    ),
};
