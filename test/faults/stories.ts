import type { Fault } from './fault';
import type { Story } from './story';
import { LIVE_SESSIONS } from './story-of-live-sessions';
import { LOG_FILES } from './story-of-log-files';
import { SCHEDULE } from './story-of-schedule';
import { UPLOADS } from './story-of-uploads';

const STORIES: { readonly [Name in NonNullable<Fault['story']>]: Story } = {
  uploads: UPLOADS,
  'log files': LOG_FILES,
  'live sessions': LIVE_SESSIONS,
  schedule: SCHEDULE,
};

export const storyOf = ({ story = 'uploads' }: Pick<Fault, 'story'>): Story => STORIES[story];
