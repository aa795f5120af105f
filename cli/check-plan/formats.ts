import { harmlessJson } from '../harmless-json';
import { junitReport } from './formats/junit';
import { sarifReport } from './formats/sarif';
import { textReport } from './formats/text';
import type { Report } from './report';
import type { Rule } from './rule';

export const FORMATS = ['text', 'json', 'sarif', 'junit'] as const;
export type Format = (typeof FORMATS)[number];

export const reportAs = (format: Format, report: Report, rules: readonly Rule[]): string => {
  switch (format) {
    case 'text':
      return textReport(report);
    case 'json':
      return harmlessJson(report);
    case 'sarif':
      return sarifReport(report, rules);
    case 'junit':
      return junitReport(report);
  }
};
