import { LOCAL_COPIES_BYTES } from '../../../lambda/aws/fetch-transcript';
import { resourceOf, stackOf } from '../synthesise';

it('the disk has room for all copies that the function makes at the same time, and a gzipped copy of each', () => {
  const { ephemeral_storage: storage } = resourceOf(stackOf({}), 'aws_lambda_function', 'reporter');
  const neededMb = (2 * LOCAL_COPIES_BYTES) / 2 ** 20;
  expect(Object.values(storage ?? {})[0]).toBeGreaterThanOrEqual(neededMb);
});
