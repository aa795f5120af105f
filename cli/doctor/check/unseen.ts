import { type Finding, findingKinds } from '../finding';
import type { Look } from '../look/look';

/** What any check may tell. */
export const UNSEEN = findingKinds('any', {
  'could-not-look': [
    'warning',
    'could not look at {what}; needs permission {permission}',
    'allow {permission} to whoever runs this, or run it with other credentials',
  ],
  'no-answer': [
    'warning',
    'could not look at {what}: {why}',
    'run this again; if it stays, see whether the network lets this machine reach it',
  ],
});

/** A look that saw nothing, as a finding among those about the same things; none if it saw something. */
export const unseenOf = (about: string, subject: string, looked: Look<unknown>): readonly Finding[] => {
  if ('seen' in looked) return [];
  const { what, permission, why, denied } = looked.unseen;
  const told = UNSEEN.tell(denied ? 'could-not-look' : 'no-answer', subject, { what, permission, why });
  return [{ ...told, about }];
};

/** Whether a finding says that something was not seen. */
export const isUnseen = ({ id }: Finding): boolean => id in UNSEEN.kinds;
