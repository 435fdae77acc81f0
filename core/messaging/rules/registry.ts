import { contactRules } from './contactRules';
import { contextRules } from './contextRules';
import { formatRules } from './formatRules';
import type { MessageRule } from './messageRule';
import { wordingRules } from './wordingRules';

/** Every rule a reply must pass, in the order findings are shown. */
export const MESSAGE_RULES: readonly MessageRule[] = [...contactRules, ...wordingRules, ...formatRules, ...contextRules];
