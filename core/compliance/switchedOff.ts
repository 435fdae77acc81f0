import { SellerMailError } from '../shared/errors';
import { MAIL_RULES } from './rules/registry';

/** The rules that an operator may switch off: never the law's, nor what keeps a mail readable and safe. */
export const SWITCHABLE_RULES = MAIL_RULES.filter((rule) => rule.isSwitchable);

/**
 * What an operator wants switched off, each rule once.
 * @throws SellerMailError INPUT_INVALID naming a rule that isn't there, or that can't be switched off, and why
 */
export function parseSwitchedOff(names: readonly string[]): string[] {
	for (const name of names) if (!isSwitchable(name)) throw refusal(name);
	return [...new Set(names)];
}

/** What several checks agree on. */
export interface SharedSwitches {
	/** off in every one of them */
	switchedOff: string[];
	/** off in some only: these stay on */
	disputed: string[];
	/** not ours to switch off, or unknown */
	ignored: string[];
}

/** Of the sets of several checks, what all of them have switched off: the stricter check wins. Never fails. */
export function shareSwitches(sets: ReadonlyArray<readonly string[]>): SharedSwitches {
	const names = [...new Set(sets.flat())];
	const [allowed, ignored] = [names.filter(isSwitchable), names.filter((name) => !isSwitchable(name))];
	const isEverywhere = (name: string): boolean => sets.every((set) => set.includes(name));
	return { switchedOff: allowed.filter(isEverywhere).sort(), disputed: allowed.filter((name) => !isEverywhere(name)), ignored };
}

function isSwitchable(name: string): boolean {
	return SWITCHABLE_RULES.some((rule) => rule.id === name);
}

function refusal(name: string): SellerMailError {
	const rule = MAIL_RULES.find(({ id }) => id === name);
	const why = rule === undefined ? 'there is no such rule' : WHY_NOT[rule.kind];
	const choices = SWITCHABLE_RULES.map(({ id }) => id).join(', ');
	return new SellerMailError('INPUT_INVALID', {
		message: `“Rules Switched Off”: \`${name.slice(0, 60)}\` can not be switched off; ${why}.`,
		nextStep: `Take it out of the list. These can be switched off: ${choices}.`,
		context: { field: 'rulesSwitchedOff' },
	});
}

const WHY_NOT = {
	legal: 'the law asks for it, and sending would stop the mail all the same',
	provider: 'mailbox providers reject or cut off mails without it, and sending would stop the mail all the same',
	content: 'it keeps broken mails from buyers, and sending would stop the mail all the same',
	amazon: 'Amazon asks for it',
} as const;
