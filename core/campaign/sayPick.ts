import { HOUR_MS } from '../shared/clock';
import { minorDigits } from '../shared/money';
import type { NoWinnerReason, PickAnswer, PickedVariant, TestMetric } from './pickAnswer';

interface About {
	/** mails that wait for the winner, or have got it */
	restCount: number;
	waitMs: number;
	currency: string;
}

interface Said {
	message: string;
	nextStep: string;
}

/** The answer in words, in the language of the shop's staff. */
export function sayPick(answer: PickAnswer, about: About, language: 'en' | 'zh'): Said {
	const words = WORDS[language];
	if (answer.winner === null) return words.none(answer, answer.reason ?? 'notSignificant', about);
	return words.winner(answer, about);
}

interface Words {
	winner(answer: PickAnswer, about: About): Said;
	none(answer: PickAnswer, reason: NoWinnerReason, about: About): Said;
}

const METRICS: Readonly<Record<'en' | 'zh', Readonly<Record<TestMetric, string>>>> = {
	en: { open: 'opens', click: 'clicks', order: 'orders', revenue: 'revenue' },
	zh: { open: '打开', click: '点击', order: '下单', revenue: '收入' },
};

const ENGLISH: Words = {
	winner(answer, { restCount, currency }) {
		const metric = METRICS.en[answer.metric];
		const how = {
			test: `${answer.winner} wins by ${metric}, p = ${sayP(answer.pValue)} (below ${sayP(answer.level)}).`,
			bestSoFar: `${answer.winner} is the best so far by ${metric}; that is not proven.`,
			person: `${answer.winner} was picked by a person.`,
		}[answer.decidedBy ?? 'person'];
		const gain = answer.decidedBy !== 'person' && answer.lift !== null ? ` ${sayPercent(answer.lift)} more than the next one.` : '';
		return {
			message: `${how}${gain} ${sayValues(answer, currency, ' of ')}`,
			nextStep: restCount > 0 ? `Nothing: ${restCount.toLocaleString('en')} mails of the rest have the winner; Send Due sends them in the buyers' own hours.` : 'Nothing: no rest was waiting.',
		};
	},
	none(answer, reason, { waitMs, currency }) {
		const needed = answer.neededPerVariant === null ? '' : ` About ${answer.neededPerVariant.toLocaleString('en')} recipients of each variant would do.`;
		const why: Record<NoWinnerReason, string> = {
			notSent: 'none of the test\'s mails has gone out.',
			waiting: `most of the test's mails have not been out for ${waitMs / HOUR_MS} hours.`,
			nothingRecorded: `no ${METRICS.en[answer.metric]} are recorded for these mails.`,
			tooFew: `too few recipients or ${METRICS.en[answer.metric]} to tell.${needed}`,
			notSignificant: `the difference may be luck, p = ${sayP(answer.pValue)} (must be below ${sayP(answer.level)}).${needed}`,
		};
		return {
			message: `No winner yet: ${why[reason]} ${sayValues(answer, currency, ' of ')}`.trim(),
			nextStep: answer.askAgainAt === null ? 'Send it to more buyers, or let Pick say the best one so far or a variant of your choice.' : `Ask again after ${sayInstant(answer.askAgainAt)}; until then the rest waits.`,
		};
	},
};

const CHINESE: Words = {
	winner(answer, { restCount, currency }) {
		const metric = METRICS.zh[answer.metric];
		const how = {
			test: `按${metric}计，${answer.winner} 胜出，p = ${sayP(answer.pValue)}（低于 ${sayP(answer.level)}）。`,
			bestSoFar: `按${metric}计，${answer.winner} 目前最好，但未经证实。`,
			person: `${answer.winner} 由人工选定。`,
		}[answer.decidedBy ?? 'person'];
		const gain = answer.decidedBy !== 'person' && answer.lift !== null ? `比第二名高 ${sayPercent(answer.lift)}。` : '';
		return {
			message: `${how}${gain}${sayValues(answer, currency, '/')}`,
			nextStep: restCount > 0 ? `无需操作：其余 ${restCount} 封邮件已采用优胜版本，由 Send Due 在买家的时段内发送。` : '无需操作：没有等待中的其余买家。',
		};
	},
	none(answer, reason, { waitMs, currency }) {
		const needed = answer.neededPerVariant === null ? '' : `每个版本约需 ${answer.neededPerVariant} 位收件人。`;
		const why: Record<NoWinnerReason, string> = {
			notSent: '测试邮件尚未发出。',
			waiting: `大部分测试邮件发出还不到 ${waitMs / HOUR_MS} 小时。`,
			nothingRecorded: `这些邮件没有${METRICS.zh[answer.metric]}记录。`,
			tooFew: `收件人或${METRICS.zh[answer.metric]}太少，无法判断。${needed}`,
			notSignificant: `差异可能出于偶然，p = ${sayP(answer.pValue)}（须低于 ${sayP(answer.level)}）。${needed}`,
		};
		return {
			message: `尚无优胜版本：${why[reason]}${sayValues(answer, currency, '/')}`,
			nextStep: answer.askAgainAt === null ? '请发送给更多买家，或在 Pick 中选择目前最好的版本或指定版本。' : `请在 ${sayInstant(answer.askAgainAt)} 之后再试；在此之前其余买家继续等待。`,
		};
	},
};

const WORDS: Readonly<Record<'en' | 'zh', Words>> = { en: ENGLISH, zh: CHINESE };

/** "A 4.1 % (98 of 2,390), B 3.2 % (77 of 2,406)" */
function sayValues({ variants, metric }: PickAnswer, currency: string, of: string): string {
	return variants.map((variant) => `${variant.variant} ${sayValue(variant, metric, currency)} (${variant.count.toLocaleString('en')}${of}${variant.recipientCount.toLocaleString('en')})`).join(', ');
}

function sayValue({ value }: PickedVariant, metric: TestMetric, currency: string): string {
	return metric === 'revenue' ? sayAmount(value, currency) : sayPercent(value);
}

function sayAmount(amountMinor: number, currency: string): string {
	const digits = minorDigits(currency);
	return `${(amountMinor / 10 ** digits).toFixed(digits)} ${currency}`;
}

function sayPercent(share: number): string {
	return `${(share * 100).toFixed(share !== 0 && Math.abs(share) < 0.1 ? 2 : 1)} %`;
}

function sayP(pValue: number | null): string {
	return pValue === null ? '–' : pValue < 0.001 ? '< 0.001' : pValue.toFixed(3);
}

/** To the minute, UTC. */
function sayInstant(at: number): string {
	return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
