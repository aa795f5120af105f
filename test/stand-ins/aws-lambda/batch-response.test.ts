import { failedMessages } from '../../../stand-ins/aws-lambda/batch-response';

const BATCH = ['one', 'two', 'three'];

describe('Lambda takes what a function returns', () => {
  it.each([
    ['null', null],
    ['an empty object', {}],
    ['an empty list', { batchItemFailures: [] }],
    ['a list that is null', { batchItemFailures: null }],
  ])('for success when it is %s', (_what, response) => {
    expect([...failedMessages(response, BATCH)]).toEqual([]);
  });

  it('for the failure of those listed', () => {
    const response = { batchItemFailures: [{ itemIdentifier: 'two' }] };
    expect([...failedMessages(response, BATCH)]).toEqual(['two']);
  });

  it.each([
    ['a message that is not in the batch', { batchItemFailures: [{ itemIdentifier: 'four' }] }],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['an identifier that is null', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a misspelt key', { batchItemFailures: [{ itemIdentifer: 'two' }] }],
    ['something other than a list', { batchItemFailures: 'two' }],
    ['something other than an object', 'two'],
  ])('for the failure of all when it has %s', (_what, response) => {
    expect([...failedMessages(response, BATCH)]).toEqual(BATCH);
  });
});
