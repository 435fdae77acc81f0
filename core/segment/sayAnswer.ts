import { assertNever } from '../shared/assertNever';
import type { Shop } from '../shop/shop';
import type { LeftOutReason } from './leftOut';
import type { LeftOutText } from './sayLeftOut';
import { HOLDOUT, REST } from './variants';
import { sayCount } from './words';

/** How a buyer stands to a segment. */
export type Standing =
	| { kind: 'in'; occasionCount: number; variant: string }
	| { kind: 'leftOut'; reason: LeftOutReason; said: LeftOutText }
	| { kind: 'beyondLimit'; limit: number }
	| { kind: 'out' }
	| { kind: 'erased' }
	| { kind: 'unknown' };

export interface Answer {
	answer: string;
	nextStep?: string;
}

/** The answer in one sentence and what to do, in the language of the shop's staff. */
export function sayAnswer(standing: Standing, { id, staffLanguage }: Pick<Shop, 'id' | 'staffLanguage'>): Answer {
	return staffLanguage === 'zh' ? inChinese(standing, id) : inEnglish(standing, id);
}

function inEnglish(standing: Standing, shopId: string): Answer {
	switch (standing.kind) {
		case 'in': return { answer: `In the segment: ${MAILED.en[standing.variant] ?? `gets ${sayCount(standing.occasionCount, 'mail')}, variant ${standing.variant}`}.` };
		case 'leftOut': return { answer: `Fits the segment and is left out: ${standing.said.text}.`, nextStep: standing.said.nextStep };
		case 'beyondLimit': return { answer: `Fits the segment and is not among the first ${standing.limit}.`, nextStep: 'Raise “Limit” in the options, or take it out.' };
		case 'out': return { answer: 'Not in the segment: the steps say what is missing.' };
		case 'erased': return { answer: 'His data were erased; he is in no segment.', nextStep: 'Nothing: he must not be written to.' };
		case 'unknown': return { answer: `The shop ${shopId} has no buyer with this address or ID.`, nextStep: 'Look him up with Seller Mail Records → Buyer → Get Many. Is it the right shop, and was he imported or recorded?' };
		default: return assertNever(standing);
	}
}

function inChinese(standing: Standing, shopId: string): Answer {
	switch (standing.kind) {
		case 'in': return { answer: `在人群中：${MAILED.zh[standing.variant] ?? `将收到 ${standing.occasionCount} 封邮件，变体 ${standing.variant}`}。` };
		case 'leftOut': return { answer: `符合人群条件，但被排除：${standing.said.text}。`, nextStep: standing.said.nextStep };
		case 'beyondLimit': return { answer: `符合人群条件，但不在前 ${standing.limit} 个之内。`, nextStep: '调高或取消选项中的 “Limit”。' };
		case 'out': return { answer: '不在人群中：各步骤说明缺少什么。' };
		case 'erased': return { answer: '其数据已被删除，不属于任何人群。', nextStep: '无需操作：不得再向他发信。' };
		case 'unknown': return { answer: `店铺 ${shopId} 没有使用此地址或 ID 的买家。`, nextStep: '用 Seller Mail Records → Buyer → Get Many 查找。店铺选对了吗？该买家导入或记录过吗？' };
		default: return assertNever(standing);
	}
}

/** Variants that get no mail now. */
const MAILED: Readonly<Record<Shop['staffLanguage'], Readonly<Record<string, string>>>> = {
	en: { [HOLDOUT]: 'held out to compare with, gets no mail', [REST]: 'waits for the winner of the test' },
	zh: { [HOLDOUT]: '属于对照组，不发送邮件', [REST]: '等待测试的优胜版本' },
};
