import { explainCause } from '../campaign/causes';
import { MINUTE_MS } from '../shared/clock';
import type { Diagnosis, StaffLanguage } from './diagnosis';
import { guessProviderOfReply, type MailProvider } from './mailboxProvider';
import { redactReply } from './redactReply';
import { readRefusal, type Refusal } from './smtpReply';
import type { ReplyStage } from './replyRules';

export interface ReplyDiagnosis extends Diagnosis {
	about: 'reply';
	reply: {
		/** null: there is no SMTP code in the text */
		smtpCode: string | null;
		enhancedCode: string | null;
		/** without addresses */
		text: string;
		provider: string | null;
		concerns: Refusal['scope'];
		/** the address would rest for 30 days */
		isQuarantining: boolean;
		retryAfterMinutes: number | null;
		decidedBy: Refusal['by'];
	};
}

/** Reads a server's reply as somebody copied it: from a log, a bounce mail, or a mail program. Takes any text. */
export function diagnoseReply(raw: string, language: StaffLanguage): ReplyDiagnosis {
	const text = redactReply(raw);
	const { code, reply } = cutOut(text);
	const refusal = readRefusal({ code: code ?? '550', reply, stage: stageOf(text) });
	const provider = guessProviderOfReply(text);
	const known = explainCause(refusal.cause, language);
	return {
		about: 'reply', code: known.code, cause: refusal.cause, summary: known.message,
		evidence: sayEvidence(code, refusal, provider, language),
		nextStep: withHelp(known.nextStep, provider, language),
		reply: {
			smtpCode: code ?? null, enhancedCode: refusal.enhancedCode ?? null, text: reply, provider: provider?.name ?? null, concerns: refusal.scope,
			isQuarantining: refusal.isQuarantining && code !== undefined,
			retryAfterMinutes: refusal.retryAfterMs === undefined ? null : Math.ceil(refusal.retryAfterMs / MINUTE_MS), decidedBy: refusal.by,
		},
	};
}

/** The reply begins with its code; what mail programs put before that is cut off. A lone enhanced code tells the class. */
function cutOut(text: string): { code: string | undefined; reply: string } {
	const at = /(?:^|[^\d.])([45]\d\d)(?=[ -]|$)/.exec(text);
	if (at?.[1]) return { code: at[1], reply: text.slice(at.index + at[0].length - 3) };
	const enhanced = /(?:^|[^\d.])([45])\.\d{1,3}\.\d{1,3}\b/.exec(text);
	if (enhanced?.[1]) return { code: `${enhanced[1]}50`, reply: `${enhanced[1]}50 ${text.slice(text.indexOf(`${enhanced[1]}.`, enhanced.index))}` };
	return { code: undefined, reply: text };
}

/** Mail servers say in bounces to which command the reply came; most refusals that people ask about are of the address. */
function stageOf(text: string): ReplyStage {
	if (/in reply to (?:end of )?DATA/i.test(text)) return 'content';
	return /in reply to MAIL FROM/i.test(text) ? 'sender' : 'recipient';
}

function sayEvidence(code: string | undefined, refusal: Refusal, provider: MailProvider | undefined, language: StaffLanguage): string[] {
	const say = WORDS[language];
	return [
		code === undefined ? say.noCode : say.code(code, refusal.enhancedCode),
		say.by[refusal.by],
		provider ? say.provider(provider.name) : undefined,
		say.concerns[refusal.scope],
		code !== undefined && refusal.isQuarantining ? say.rests : say.restsNot,
		refusal.retryAfterMs === undefined ? undefined : say.wait(Math.ceil(refusal.retryAfterMs / MINUTE_MS)),
	].filter((line) => line !== undefined);
}

/** The advice, and where the provider explains itself to senders. */
export function withHelp(nextStep: string, provider: MailProvider | undefined, language: StaffLanguage): string {
	if (!provider?.help) return nextStep;
	return language === 'zh' ? `${nextStep}${provider.name} 的说明：${provider.help}` : `${nextStep} ${provider.name} explains: ${provider.help}`;
}

const WORDS = {
	en: {
		noCode: 'There is no SMTP code in this text; the words alone were judged.',
		code: (code: string, enhanced?: string) => `Code ${code}${enhanced ? `, enhanced code ${enhanced}` : ''}: ${code.startsWith('4') ? 'put off, it may work later' : 'refused for good'}.`,
		by: {
			mark: 'The provider\'s own mark in the text decided.', enhanced: 'The enhanced code decided.', code: 'The basic code decided.', words: 'The words decided.',
			nothing: 'Nothing in it is known; only the class of the code counts.',
		},
		provider: (name: string) => `By its words it is of ${name}.`,
		concerns: {
			recipient: 'It concerns this recipient only.', domain: 'It concerns everybody at this provider: sending there is slowed down.',
			account: 'It concerns your own account or address at the mail service, whoever the recipient is.',
		},
		rests: 'The address rests for 30 days.', restsNot: 'The address does not rest for it.',
		wait: (minutes: number) => `The server asks to wait ${minutes} min.`,
	},
	zh: {
		noCode: '这段文字中没有 SMTP 代码，仅按文字判断。',
		code: (code: string, enhanced?: string) => `代码 ${code}${enhanced ? `，增强代码 ${enhanced}` : ''}：${code.startsWith('4') ? '暂缓，稍后可能成功' : '永久拒绝'}。`,
		by: { mark: '依据：服务商自有标记。', enhanced: '依据：增强代码。', code: '依据：基本代码。', words: '依据：文字。', nothing: '没有可识别的内容，仅按代码类别判断。' },
		provider: (name: string) => `从文字看来自 ${name}。`,
		concerns: { recipient: '仅涉及该收件人。', domain: '涉及该服务商的所有收件人：发往该处的速度会降低。', account: '涉及您在邮件服务中的账户或地址，与收件人无关。' },
		rests: '该地址会暂停 30 天。', restsNot: '该地址不会因此暂停。',
		wait: (minutes: number) => `服务器要求等待 ${minutes} 分钟。`,
	},
} as const;
