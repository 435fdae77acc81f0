import data from '../data/smtpReplies.json';

export type ReplyStage = 'sender' | 'recipient' | 'content';

/** A server's answer, taken apart. `reply` is free of addresses and begins with the code. */
export interface ReadReply {
	/** basic code: 550 */
	code: string;
	/** RFC 3463: 5.1.1 */
	enhancedCode: string | undefined;
	reply: string;
	stage: ReplyStage;
}

/** What a reply means, and by which rule. */
export interface ReplyMeaning {
	/** a name of the cause table */
	cause: string;
	/** concerns the sender's account at his own mail service, whoever the recipient is */
	isOfAccount: boolean;
	/** what of the reply decided */
	by: 'mark' | 'enhanced' | 'code' | 'words' | 'nothing';
}

interface Rule {
	enhanced?: readonly string[];
	code?: readonly string[];
	text?: string;
	stage?: string;
	cause: string;
	isVague?: boolean;
	isOfAccount?: boolean;
}

interface CompiledRule {
	cause: string;
	isVague: boolean;
	isOfAccount: boolean;
	fits(reply: ReadReply): boolean;
}

/** Causes that say of the address that it is no good. With a 4xx the server itself isn't sure: then it is another cause. */
export const ABOUT_ADDRESS: ReadonlySet<string> = new Set(['mailbox-does-not-exist', 'domain-does-not-exist', 'mailbox-disabled', 'mailbox-changed-hands', 'recipient-refuses']);

const MARKS = compileAll(data.marks);
const ENHANCED = compileAll(data.enhanced);
const CODES = compileAll(data.codes);
const WORDS = compileAll(data.words);

/** A provider's own mark in the text first, then the enhanced code, then the basic code, then the words (core/data/smtpReplies.json). */
export function findMeaning(reply: ReadReply): ReplyMeaning {
	const meaning = judge(reply);
	return ABOUT_ADDRESS.has(meaning.cause) && reply.code.startsWith('4') ? { ...meaning, cause: 'mailbox-not-ready' } : meaning;
}

function judge(reply: ReadReply): ReplyMeaning {
	const mark = find(MARKS, reply);
	if (mark) return toMeaning(mark, 'mark');
	const enhanced = find(ENHANCED, reply);
	if (enhanced && !enhanced.isVague) return toMeaning(enhanced, 'enhanced');
	const code = enhanced ? undefined : find(CODES, reply);
	if (code) return toMeaning(code, 'code');
	const words = WORDS.find((rule) => rule.fits(reply) && !(isSecurity(reply) && ABOUT_ADDRESS.has(rule.cause)));
	if (words) return toMeaning(words, 'words');
	if (enhanced) return toMeaning(enhanced, 'enhanced');
	return { cause: reply.code.startsWith('4') ? 'server-not-ready' : 'refused', isOfAccount: false, by: 'nothing' };
}

/** X.7.x is about security and policy: words that name the address as the fault count only where an enhanced rule says so. */
function isSecurity({ enhancedCode }: ReadReply): boolean {
	return enhancedCode?.split('.')[1] === '7';
}

function find(rules: readonly CompiledRule[], reply: ReadReply): CompiledRule | undefined {
	return rules.find((rule) => rule.fits(reply));
}

function toMeaning({ cause, isOfAccount }: CompiledRule, by: ReplyMeaning['by']): ReplyMeaning {
	return { cause, isOfAccount, by };
}

function compileAll(rules: readonly Rule[]): CompiledRule[] {
	return rules.map(({ enhanced, code, text, stage, cause, isVague, isOfAccount }) => {
		const [enhancedCodes, codes] = [enhanced?.map(toEnhancedPattern), code?.map(toCodePattern)];
		const words = text === undefined ? undefined : new RegExp(text, 'i');
		return {
			cause, isVague: isVague === true, isOfAccount: isOfAccount === true,
			fits: (reply) => (!enhancedCodes || enhancedCodes.some((matches) => matches(reply.enhancedCode)))
				&& (!codes || codes.some((pattern) => pattern.test(reply.code)))
				&& (stage === undefined || stage === reply.stage)
				&& (!words || words.test(reply.reply)),
		};
	});
}

/** `X.7.*`, `5.7.606-649`, `4.2.1`: X is 4 or 5. */
function toEnhancedPattern(pattern: string): (enhancedCode: string | undefined) => boolean {
	const wanted = pattern.split('.');
	return (enhancedCode) => {
		const parts = enhancedCode?.split('.');
		return parts !== undefined && wanted.every((want, index) => fitsPart(want, parts[index] ?? ''));
	};
}

function fitsPart(want: string, part: string): boolean {
	if (want === '*') return true;
	if (want === 'X') return part === '4' || part === '5';
	const [from = want, to = from] = want.split('-');
	return Number(part) >= Number(from) && Number(part) <= Number(to);
}

/** `4xx`, `530` */
function toCodePattern(code: string): RegExp {
	return new RegExp(`^${code.replace(/x/g, '\\d')}$`);
}
