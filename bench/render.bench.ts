import { checkMail } from '../core/compliance/checkMail';
import { learnedTagCount } from '../core/compliance/facts/measureMail';
import type { MailItem } from '../core/contract/items';
import { compileTemplate } from '../core/template/compileTemplate';
import { seconds, type Bench } from './bench';
import { benchSender } from './fixture';
import { unsubscribeUrlOf, variedInput } from './variedMails';

const ROUNDS = 5;
const WARM_UP = 600;

/** Rendering and checking on one core: one template in six languages, each mail with its buyer, products and links. Best round. */
export const renderBench: Bench = {
	name: 'render',
	title: 'render one mail from a compiled template, then check it with every rule',
	async run({ isFull }) {
		const count = isFull ? 20_000 : 2_000;
		const { brand } = benchSender(0);
		const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand });
		const check = (mail: MailItem, index: number) => checkMail({ mail, brand, unsubscribeUrl: unsubscribeUrlOf(index), recipient: { country: 'US', language: mail.language, consent: 'granted', isMarketable: true } }, 0);
		for (let index = 0; index < WARM_UP; index += 1) check(template.render(variedInput(index)), index);
		const rounds = Array.from({ length: ROUNDS }, (_, round) => measureRound(WARM_UP + round * count, count, (index) => template.render(variedInput(index)), check));
		const best = rounds.reduce((a, b) => (a.renderSeconds + a.checkSeconds <= b.renderSeconds + b.checkSeconds ? a : b));
		return await Promise.resolve({
			mails: count * ROUNDS, bytes: best.bytes, perSecond: count / (best.renderSeconds + best.checkSeconds),
			renderMicros: (best.renderSeconds / count) * 1e6, checkMicros: (best.checkSeconds / count) * 1e6, learnedTags: learnedTagCount(),
		});
	},
};

/** New mails each time, rendered first and checked then; a mail of our own library that breaks a rule makes the figures mean nothing. */
function measureRound(first: number, count: number, render: (index: number) => MailItem, check: (mail: MailItem, index: number) => { outcome: string }) {
	let startedAt = process.hrtime.bigint();
	const mails = Array.from({ length: count }, (_, index) => render(first + index));
	const renderSeconds = seconds(startedAt);
	startedAt = process.hrtime.bigint();
	const violations = mails.filter((mail, index) => check(mail, first + index).outcome === 'violation').length;
	const checkSeconds = seconds(startedAt);
	if (violations > 0) throw new Error(`${violations} mails of our own library break a rule: the figures mean nothing`);
	return { renderSeconds, checkSeconds, bytes: Buffer.byteLength(mails[0]?.html ?? '') };
}
