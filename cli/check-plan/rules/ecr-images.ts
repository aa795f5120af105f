import { containerBlock, judgeContainers } from '../containers';
import { at, shown, textOf } from '../place';
import type { Rule } from '../rule';

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const PRIVATE_ECR = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com(?:\.cn|\.eu)?|on\.aws)\//;

const NAMED = /(?::[\w.-]+|@sha256:[0-9a-f]{64})$/;

export const ecrImages: Rule = {
  id: 'ecr-images',
  control: '2',
  title: 'Images come from a private ECR repository, with a tag or digest',
  reason:
    'Images of public registries can be changed or withdrawn by others, and are fetched over the internet.',
  level: 'should',
  remediation: (resource) =>
    containerBlock(resource, ['image = "${aws_ecr_repository.THE_REPOSITORY.repository_url}:THE_TAG"']),
  judge: (plan) =>
    judgeContainers(plan, ({ name, definition }) => {
      const place = at(definition, 'image');
      const image = textOf(place);
      if (image === null) return { violations: [`${name} has no image`] };
      if (!PRIVATE_ECR.test(image))
        return {
          violations: [`${name} has image ${shown(place)}, which is not in a private ECR repository`],
        };
      return NAMED.test(image)
        ? {}
        : { violations: [`${name} has image ${shown(place)}, which has neither tag nor digest`] };
    }),
};
