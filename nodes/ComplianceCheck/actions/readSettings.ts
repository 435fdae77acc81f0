import type { IExecuteFunctions } from 'n8n-workflow';
import { parseSwitchedOff } from '../../../core/compliance/switchedOff';
import type { MailPurpose } from '../../../core/contract/items';
import { SellerMailError } from '../../../core/shared/errors';

/** The panel as it was filled in. */
export interface CheckSettings {
	isAmazon: boolean;
	/** left out: each mail's own */
	purpose?: MailPurpose;
	switchedOff: string[];
	needsReviewAs: string;
	hasReport: boolean;
}

/** Read once a run. @throws SellerMailError INPUT_INVALID naming the field: an unknown profile, a rule that can't be switched off */
export function readSettings(context: IExecuteFunctions): CheckSettings {
	const profile = String(context.getNodeParameter('profile', 0, 'mail'));
	if (!PROFILES.includes(profile)) throw unknownProfile(profile);
	const { needsReviewAs = 'review', reportFile = false } = context.getNodeParameter('options', 0, {}) as { needsReviewAs?: string; reportFile?: boolean };
	const isAmazon = profile === 'amazonMessage';
	return {
		isAmazon, needsReviewAs, hasReport: reportFile,
		switchedOff: isAmazon ? [] : parseSwitchedOff(toNames(context.getNodeParameter('rulesSwitchedOff', 0, []))),
		...(profile === 'marketing' || profile === 'transactional' ? { purpose: profile } : {}),
	};
}

const PROFILES = ['mail', 'marketing', 'transactional', 'amazonMessage'];

/** The list's choices; an expression may also give one name, or several with commas. */
function toNames(value: unknown): string[] {
	const names: unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [value];
	return names.map((name) => (typeof name === 'string' ? name.trim() : JSON.stringify(name))).filter((name) => name !== '');
}

function unknownProfile(profile: string): SellerMailError {
	return new SellerMailError('INPUT_INVALID', {
		message: `“Profile” is \`${profile.slice(0, 60)}\`, which is none.`, nextStep: `Choose one of the list: ${PROFILES.join(', ')}.`, context: { field: 'profile' },
	});
}
