import { at, isUnknown, textOf } from '../place';
import { judgeEach, type Rule, resourceBlock } from '../rule';

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
      ({ planned }) => {
        // With the default tags of the provider, which are known as soon as all tags are.
        const all = at(planned, 'tags_all');
        const tags = isUnknown(all) ? at(planned, 'tags') : all;
        const keys = tags.value === null ? [] : Object.keys(Object(tags.value));
        const missing = required.filter((key) => !isUnknown(at(tags, key)) && textOf(at(tags, key)) === null);
        const isMissing = required.length === 0 ? keys.length === 0 : missing.length > 0;
        if (!isMissing) return {};
        const what = required.length === 0 ? 'it has no tags' : `it has no tag ${missing.join(', ')}`;
        return isUnknown(all) && tags.value === null && planned.leavesOutUnknown
          ? { undecided: ['its tags are known only after apply'] }
          : { violations: [what] };
      },
    ),
};
