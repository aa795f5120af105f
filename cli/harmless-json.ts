import { escapeUnseen } from '../lambda/harmless-text';

/** JSON that no terminal takes for a command, and every parser for the same value. */
export const harmlessJson = (value: unknown): string => escapeUnseen(JSON.stringify(value, null, 2));
