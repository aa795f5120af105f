import { EXIT, type ExitCode } from '../exit-code';
import { isUnseen } from './check/unseen';
import type { Finding } from './finding';

const isWrong = ({ level }: Finding): boolean => level === 'warning' || level === 'error';

/** What is wrong comes first; that something could not be looked at only where nothing else is. */
export const exitCodeOf = (findings: readonly Finding[]): ExitCode => {
  const wrong = findings.filter(isWrong);
  if (wrong.length === 0) return EXIT.ok;
  return wrong.every(isUnseen) ? EXIT.failed : EXIT.found;
};
