import { checkMail } from '../core/compliance/checkMail';
import { compileTemplate } from '../core/template/compileTemplate';
import { seconds, type Bench } from './bench';
import { CART_DATA, SHOP, benchSender } from './fixture';

const LANGUAGES = ['en', 'es', 'pt', 'zh'];
const URL_OF_BUYER = 'https://shop.example/webhook/bench/m?t=b_0123456789abcdefghij.1.0123456789abcdefghijkl';

/** Rendering and checking on one core: the same template in four languages, each mail with its buyer's values. */
export const renderBench: Bench = {
	name: 'render',
	title: 'render one mail from a compiled template, then check it with every rule',
	async run({ isFull }) {
		const count = isFull ? 20_000 : 2_000;
		const { brand } = benchSender(0);
		const template = compileTemplate({ kind: 'library', name: 'abandoned-cart' }, { brand });
		const make = (index: number) => {
			const language = LANGUAGES[index % LANGUAGES.length] ?? 'en';
			const buyer = { id: `b_${index}`, shop: SHOP, email: `buyer-${index}@buyer.example`, name: `Buyer ${index}`, country: 'US', language, site: 'usa', timeZone: 'America/New_York' };
			return template.render({ buyer, data: CART_DATA, unsubscribeUrl: URL_OF_BUYER });
		};
		const check = (mail: ReturnType<typeof make>) => checkMail({ mail, brand, unsubscribeUrl: URL_OF_BUYER, recipient: { country: 'US', language: mail.language, consent: 'granted', isMarketable: true } }, 0);
		for (let index = 0; index < 200; index += 1) check(make(index));

		let startedAt = process.hrtime.bigint();
		const mails = Array.from({ length: count }, (_, index) => make(index));
		const renderSeconds = seconds(startedAt);
		startedAt = process.hrtime.bigint();
		const violations = mails.filter((mail) => check(mail).outcome === 'violation').length;
		const checkSeconds = seconds(startedAt);
		if (violations > 0) throw new Error(`${violations} mails of our own library break a rule: the figures mean nothing`);
		return await Promise.resolve({
			mails: count, bytes: Buffer.byteLength(mails[0]?.html ?? ''), perSecond: count / (renderSeconds + checkSeconds),
			renderMicros: (renderSeconds / count) * 1e6, checkMicros: (checkSeconds / count) * 1e6,
		});
	},
};
