import type { Terminal } from '../terminal';
import { RULES } from './rules';

/** Says which rules there are, and which run when none is named. */
export const listRules = (terminal: Terminal): void => {
  const rules = RULES.map(({ id, control, title, level, reason }) => ({
    id,
    control,
    title,
    reason,
    default: level === 'must',
  }));
  const widest = Math.max(...rules.map(({ id }) => id.length));
  terminal.result(rules, () =>
    [
      ...rules.map((rule) =>
        [
          rule.default ? '*' : ' ',
          rule.id.padEnd(widest),
          (rule.control ?? '-').padStart(3),
          ` ${rule.title}`,
        ].join(' '),
      ),
      '',
      '* runs by default. The number is that of the control in the ECS security runbook; see docs/check-plan.md.',
    ].join('\n'),
  );
};
